//! An interpreter with as many operations as a real language has: a loop around a `match` of 250 arms, some of which are
//! short and some long enough that a compiler would rather not have them all in one place.

use super::random::Random;

const OPERATIONS: u8 = 250;
/// So long is a hot loop of a script.
const PROGRAM: usize = 200;
const STACK: usize = 64;

struct Machine {
    accumulator: u32,
    other: u32,
    wide: u64,
    stack: [u32; STACK],
}

/// What the operation of this number does: arithmetic, a store, a load, two registers, or a branch, with its own number
/// in it, so that no two are one.
#[inline(always)]
fn execute<const N: u32>(machine: &mut Machine) {
    let slot = (N as usize * 7) % STACK;
    match N % 5 {
        0 => machine.accumulator = machine.accumulator.wrapping_mul(2 * N + 1).wrapping_add(N),
        1 => {
            machine.stack[slot] = machine.accumulator;
            machine.accumulator ^= machine.other.wrapping_add(N);
        }
        2 => machine.accumulator = machine.accumulator.wrapping_add(machine.stack[slot] ^ N),
        3 => {
            machine.other = machine.other.wrapping_add(N);
            machine.accumulator = machine.accumulator.rotate_left(machine.other);
            machine.wide = machine.wide.wrapping_add(u64::from(machine.accumulator) << (N % 32));
        }
        _ => {
            if machine.accumulator < N << 24 {
                machine.accumulator = machine.accumulator.wrapping_sub(machine.stack[slot]);
            } else {
                machine.other = machine.other.wrapping_sub(machine.accumulator ^ N);
                machine.stack[slot] = machine.other;
            }
        }
    }
}

macro_rules! dispatch {
    ($operation:expr, $machine:expr, $($number:literal)*) => {
        match $operation {
            $($number => execute::<$number>($machine),)*
            _ => unreachable!(),
        }
    };
}

/// Runs `size` operations.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn opcodes(size: i32) -> i64 {
    let program: Vec<u8> =
        Random::new(0x9e37_79b9_7f4a_7c15).bytes(PROGRAM).iter().map(|byte| byte % OPERATIONS).collect();
    let mut machine = Machine { accumulator: 1, other: 2, wide: 3, stack: [5; STACK] };
    let mut position = 0;
    for _ in 0..size {
        let operation = program[position];
        position = if position + 1 == PROGRAM { 0 } else { position + 1 };
        dispatch!(operation, &mut machine,
            0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37
            38 39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72
            73 74 75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97 98 99 100 101 102 103 104 105
            106 107 108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127 128 129 130 131
            132 133 134 135 136 137 138 139 140 141 142 143 144 145 146 147 148 149 150 151 152 153 154 155 156 157
            158 159 160 161 162 163 164 165 166 167 168 169 170 171 172 173 174 175 176 177 178 179 180 181 182 183
            184 185 186 187 188 189 190 191 192 193 194 195 196 197 198 199 200 201 202 203 204 205 206 207 208 209
            210 211 212 213 214 215 216 217 218 219 220 221 222 223 224 225 226 227 228 229 230 231 232 233 234 235
            236 237 238 239 240 241 242 243 244 245 246 247 248 249);
    }
    machine.wide as i64 ^ i64::from(machine.accumulator) << 32 ^ i64::from(machine.other)
}
