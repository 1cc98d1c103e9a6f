# A CPU-bound script: objects on a heap, strings in a dictionary, numbers in lists.
class Tree:
    __slots__ = ("left", "right")

    def __init__(self, depth):
        self.left = Tree(depth - 1) if depth else None
        self.right = Tree(depth - 1) if depth else None

    def count(self):
        return 1 + self.left.count() + self.right.count() if self.left else 1


nodes = sum(Tree(14).count() for _ in range(8))
seen = {}
for i in range(200_000):
    key = f"key{i * 7919 % 5003}"
    seen[key] = seen.get(key, 0) + i
size = 500_000
composite = bytearray(size + 1)
primes = 0
for i in range(2, size + 1):
    if not composite[i]:
        primes += 1
        j = i * 2
        while j <= size:
            composite[j] = 1
            j += i
print(nodes, seen["key17"], primes)
