//! Many small allocations through Rust's global allocator, walked and given back.

struct Node {
    label: u32,
    left: Option<Box<Node>>,
    right: Option<Box<Node>>,
}

/// Builds and drops binary trees of every second depth from 4 to `size`, the more the smaller, while one tree of depth
/// `size` stays alive.
#[cfg_attr(target_arch = "wasm32", unsafe(no_mangle))]
pub extern "C" fn trees(size: i32) -> i64 {
    let size = size.clamp(4, 26) as u32;
    let long_lived = build(size, 1);
    let mut sum = 0i64;
    for depth in (4..=size).step_by(2) {
        let count = 1u32 << (size - depth) / 2;
        for number in 0..count {
            sum = sum.wrapping_mul(31).wrapping_add(walk(&build(depth, number)));
        }
    }
    sum ^ walk(&long_lived)
}

fn build(depth: u32, label: u32) -> Box<Node> {
    let child = |side| (depth > 0).then(|| build(depth - 1, label.wrapping_mul(2).wrapping_add(side)));
    Box::new(Node { label, left: child(0), right: child(1) })
}

fn walk(node: &Node) -> i64 {
    let below = |child: &Option<Box<Node>>| child.as_deref().map_or(0, walk);
    (node.label as i64).wrapping_add(below(&node.left)).wrapping_sub(below(&node.right).wrapping_mul(3))
}
