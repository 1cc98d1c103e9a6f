//! A small bytecode interpreter inside the guest, dispatched in two ways: through a table of function pointers, which
//! becomes `call_indirect`, and through a `match`, which becomes `br_table`. Both run the same program.

/// Registers of the program.
const COUNTER: u8 = 0;
const STATE: u8 = 1;
const SUM: u8 = 2;

struct Machine<'a> {
    code: &'a [u8],
    position: usize,
    registers: [u64; 4],
    stack: [u64; 16],
    top: usize,
    running: bool,
}

impl Machine<'_> {
    fn operand(&mut self) -> u8 {
        let byte = self.code[self.position];
        self.position += 1;
        byte
    }

    fn push(&mut self, value: u64) {
        self.stack[self.top & 15] = value;
        self.top += 1;
    }

    fn pop(&mut self) -> u64 {
        self.top -= 1;
        self.stack[self.top & 15]
    }
}

#[derive(Clone, Copy)]
#[repr(u8)]
enum Op {
    Halt,
    Push,
    Load,
    Store,
    Add,
    Subtract,
    Multiply,
    Xor,
    And,
    ShiftRight,
    JumpIfZero,
    JumpUnlessZero,
}

fn halt(machine: &mut Machine) {
    machine.running = false;
}

fn push(machine: &mut Machine) {
    let value = machine.operand();
    machine.push(value as u64);
}

fn load(machine: &mut Machine) {
    let register = machine.operand();
    let value = machine.registers[(register & 3) as usize];
    machine.push(value);
}

fn store(machine: &mut Machine) {
    let register = machine.operand();
    let value = machine.pop();
    machine.registers[(register & 3) as usize] = value;
}

fn add(machine: &mut Machine) {
    let (right, left) = (machine.pop(), machine.pop());
    machine.push(left.wrapping_add(right));
}

fn subtract(machine: &mut Machine) {
    let (right, left) = (machine.pop(), machine.pop());
    machine.push(left.wrapping_sub(right));
}

fn multiply(machine: &mut Machine) {
    let (right, left) = (machine.pop(), machine.pop());
    machine.push(left.wrapping_mul(right));
}

fn xor(machine: &mut Machine) {
    let (right, left) = (machine.pop(), machine.pop());
    machine.push(left ^ right);
}

fn and(machine: &mut Machine) {
    let (right, left) = (machine.pop(), machine.pop());
    machine.push(left & right);
}

fn shift_right(machine: &mut Machine) {
    let (right, left) = (machine.pop(), machine.pop());
    machine.push(left >> (right & 63));
}

fn jump_if_zero(machine: &mut Machine) {
    let target = machine.operand();
    if machine.pop() == 0 {
        machine.position = target as usize;
    }
}

fn jump_unless_zero(machine: &mut Machine) {
    let target = machine.operand();
    if machine.pop() != 0 {
        machine.position = target as usize;
    }
}

/// In the order of [`Op`].
static HANDLERS: [fn(&mut Machine); 12] =
    [halt, push, load, store, add, subtract, multiply, xor, and, shift_right, jump_if_zero, jump_unless_zero];

/// Runs `size` rounds of the program with a function-pointer call an instruction.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn interpret(size: i32) -> i64 {
    let code = program();
    let mut machine = start(&code, size);
    while machine.running {
        let op = machine.operand();
        HANDLERS[op as usize](&mut machine);
    }
    machine.registers[SUM as usize] as i64
}

/// Runs `size` rounds of the program with one big `match`.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn interpret_switch(size: i32) -> i64 {
    let code = program();
    let mut machine = start(&code, size);
    while machine.running {
        match machine.operand() {
            0 => halt(&mut machine),
            1 => push(&mut machine),
            2 => load(&mut machine),
            3 => store(&mut machine),
            4 => add(&mut machine),
            5 => subtract(&mut machine),
            6 => multiply(&mut machine),
            7 => xor(&mut machine),
            8 => and(&mut machine),
            9 => shift_right(&mut machine),
            10 => jump_if_zero(&mut machine),
            11 => jump_unless_zero(&mut machine),
            op => panic!("no such instruction: {op}"),
        }
    }
    machine.registers[SUM as usize] as i64
}

fn start(code: &[u8], rounds: i32) -> Machine<'_> {
    let mut registers = [0; 4];
    registers[COUNTER as usize] = rounds.max(1) as u64;
    registers[STATE as usize] = 0x1234_5678_9abc_def1;
    Machine { code, position: 0, registers, stack: [0; 16], top: 0, running: true }
}

/// A round steps a linear congruence, adds to the sum where a bit is clear and mixes it where it is set: the branch
/// goes either way without a pattern.
fn program() -> Vec<u8> {
    use Op::*;
    let mut code = Vec::new();
    let mut emit = |op: Op, operand: Option<u8>| {
        code.push(op as u8);
        code.extend(operand);
        code.len()
    };
    emit(Load, Some(STATE));
    emit(Push, Some(181));
    emit(Multiply, None);
    emit(Push, Some(77));
    emit(Add, None);
    emit(Store, Some(STATE));
    emit(Load, Some(STATE));
    emit(Push, Some(40));
    emit(ShiftRight, None);
    emit(Push, Some(1));
    emit(And, None);
    let skip = emit(JumpIfZero, Some(0)) - 1;
    emit(Load, Some(SUM));
    emit(Load, Some(STATE));
    emit(Xor, None);
    let joined = emit(Store, Some(SUM));
    emit(Load, Some(SUM));
    emit(Load, Some(STATE));
    emit(Push, Some(255));
    emit(And, None);
    emit(Add, None);
    emit(Store, Some(SUM));
    emit(Load, Some(COUNTER));
    emit(Push, Some(1));
    emit(Subtract, None);
    emit(Store, Some(COUNTER));
    emit(Load, Some(COUNTER));
    emit(JumpUnlessZero, Some(0));
    emit(Halt, None);
    code[skip] = joined as u8;
    code
}
