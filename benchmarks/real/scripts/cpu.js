// A CPU-bound script: objects on a heap, strings in a map, numbers in arrays.
function trees(depth) {
    return depth === 0 ? { left: null, right: null } : { left: trees(depth - 1), right: trees(depth - 1) };
}
function count(tree) {
    return tree.left === null ? 1 : 1 + count(tree.left) + count(tree.right);
}
let nodes = 0;
for (let round = 0; round < 40; round++) {
    nodes += count(trees(14));
}
const seen = new Map();
for (let i = 0; i < 1000000; i++) {
    const key = "key" + ((i * 7919) % 5003);
    seen.set(key, (seen.get(key) ?? 0) + i);
}
const size = 5000000;
const composite = new Uint8Array(size + 1);
let primes = 0;
for (let i = 2; i <= size; i++) {
    if (!composite[i]) {
        primes++;
        for (let j = i * 2; j <= size; j += i) {
            composite[j] = 1;
        }
    }
}
print(nodes, seen.get("key17"), primes);
