//! `generator DIRECTORY FIRST COUNT`: writes the modules number FIRST and up, a file each. A number always gives the
//! same module with the same versions of the crates.

use arbitrary::Unstructured;
use std::path::Path;
use wasm_smith::{Config, MemoryOffsetChoices, Module};

/// Loop rounds and calls that an instance may make: enough to get somewhere, few enough for any stack.
const FUEL: u32 = 1_000;
const PAGE: u64 = 65_536;

/// What the host offers to every module. The test gives functions of these names and types.
const IMPORTS: &str = r#"(module
    (import "host" "i" (func (param i32) (result i32)))
    (import "host" "l" (func (param i64) (result i64)))
    (import "host" "mixed" (func (param i32 i64 f32 f64) (result f64)))
    (import "host" "two" (func (param f64) (result i32 i64)))
    (import "host" "sink" (func (param f32)))
    (import "host" "global" (global i32))
    (import "host" "variable" (global (mut i64))))"#;

/// Steele, Lea and Flood's SplitMix64: what the module is made from.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn one_in(&mut self, rounds: u64) -> bool {
        self.next().is_multiple_of(rounds)
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count.div_ceil(8)).flat_map(|_| self.next().to_le_bytes()).collect()
    }
}

/// Wasm 2.0 without SIMD and with extended constant expressions. NaNs are canonical and every size has a maximum, so
/// that all runtimes must agree on every bit.
fn config(random: &mut Random) -> Config {
    let big = random.one_in(4);
    let with_imports = random.one_in(2);
    let calls = random.one_in(3);
    Config {
        available_imports: with_imports.then(|| wat::parse_str(IMPORTS).expect("the imports are valid")),
        max_imports: if with_imports { 7 } else { 0 },
        bulk_memory_enabled: true,
        multi_value_enabled: true,
        reference_types_enabled: true,
        saturating_float_to_int_enabled: true,
        sign_extension_ops_enabled: true,
        extended_const_enabled: true,
        compact_imports_enabled: false,
        exceptions_enabled: false,
        gc_enabled: false,
        relaxed_simd_enabled: false,
        simd_enabled: false,
        tail_call_enabled: false,
        threads_enabled: false,
        memory64_enabled: false,
        wide_arithmetic_enabled: false,
        canonicalize_nans: true,
        // Without traps a module computes for longer; with them, the trap itself is compared.
        disallow_traps: random.one_in(2),
        export_everything: true,
        allow_start_export: random.one_in(4),
        min_funcs: if big { 1 } else { 3 },
        max_funcs: if big { 3 } else if calls { 30 } else { 8 },
        max_instructions: if big { 6_000 } else { 120 },
        max_nesting_depth: if big { 30 } else { 12 },
        min_types: 2,
        max_types: 12,
        max_globals: 8,
        max_tables: 3,
        max_table_elements: 40,
        table_max_size_required: true,
        min_memories: 1,
        max_memories: 1,
        max_memory32_bytes: 4 * PAGE,
        memory_max_size_required: true,
        memory_offset_choices: MemoryOffsetChoices(90, 9, 1),
        max_data_segments: 4,
        max_element_segments: 6,
        max_elements: 12,
        ..Config::default()
    }
}

/// The module of this number. Some choices cannot be made into a module: then the next stream of bytes is tried.
fn module(number: u64) -> Vec<u8> {
    let mut random = Random(number);
    loop {
        let config = config(&mut random);
        let size = if config.max_instructions > 1_000 { 60_000 } else { 6_000 };
        let bytes = random.bytes(size);
        let made = Module::new(config, &mut Unstructured::new(&bytes));
        if let Ok(mut module) = made
            && module.ensure_termination(FUEL).is_ok()
        {
            return module.to_bytes();
        }
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [directory, first, count] = arguments.as_slice() else {
        eprintln!("usage: generator DIRECTORY FIRST COUNT");
        std::process::exit(2);
    };
    let first: u64 = first.parse().expect("FIRST is a number");
    let count: u64 = count.parse().expect("COUNT is a number");
    std::fs::create_dir_all(directory).expect("the directory can be made");
    for number in first..first + count {
        let file = Path::new(directory).join(format!("{number:06}.wasm"));
        std::fs::write(file, module(number)).expect("a module can be written");
    }
}
