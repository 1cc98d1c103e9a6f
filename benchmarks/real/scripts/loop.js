// The same loop of 300,000 rounds again and again: a line with its result, then the nanoseconds of the first time and the
// median of the last fifth.

// Long enough for a just-in-time compiler to be done.
const MILLISECONDS = 8000;

function run() {
    let sum = 0;
    for (let i = 0; i < 300000; i++) {
        sum = (sum * 31 + (i ^ (sum >> 3))) | 0;
    }
    return sum;
}
const begin = performance.now();
const times = [];
let result;
while (times.length < 2 || performance.now() - begin < MILLISECONDS) {
    const start = performance.now();
    result = run();
    times.push(performance.now() - start);
}
const late = times.slice(-Math.ceil(times.length / 5)).sort((a, b) => a - b);
print(result);
print(Math.round(times[0] * 1e6), Math.round(late[late.length >> 1] * 1e6));
