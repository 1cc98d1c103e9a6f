// A small tool's worth of work: objects, closures, strings, JSON, a regular expression.
const words = "the quick brown fox jumps over the lazy dog".split(" ");
const items = Array.from({ length: 500 }, (_, i) => ({ id: (i * 7919) % 500, name: words[i % 9] + i }));
items.sort((a, b) => a.id - b.id);
const copy = JSON.parse(JSON.stringify(items));
const sum = copy.filter((item) => /^the\d+$/.test(item.name)).reduce((all, item) => all + item.id, 0);
print(copy.length, copy[123].name, sum);
