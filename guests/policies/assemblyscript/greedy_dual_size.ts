// Greedy-Dual-Size: the least priority goes first; of several, the one inserted or hit the longest ago.

import { enter, evict, fits, grown, item } from "./objects";
import { Policy } from "./policy";

/** In the heap each entry goes after the one at (its place - 1) / 4; an object has its place in `next`. */
@unmanaged
class Entry {
  priority: f64;
  touched: u64;
  number: u32;
}

/** Children of an entry: more of them make a flatter heap, whose entries lie closer together. */
const CHILDREN: u32 = 4;

export class GreedyDualSize extends Policy {
  private heap: usize = 0;
  private count: u32 = 0;
  private room: u32 = 0;
  /** What the textbook calls L. */
  private inflation: f64 = 0;
  /** Counts insertions and hits. */
  private clock: u64 = 0;

  /**
   * @param inflates whether an object's priority is L + 1/size, set when it is inserted or hit, L being the priority of
   * what was evicted last; or just 1/size
   */
  constructor(private inflates: bool) {
    super();
  }

  clear(): void {
    this.count = 0;
    this.inflation = 0;
    this.clock = 0;
  }

  hit(number: u32): void {
    const asked = item(number);
    const place = asked.next;
    const priority = this.inflates ? this.inflation + 1.0 / (asked.size as f64) : this.entry(place).priority;
    // It can only have become later, because L never falls.
    this.sink(place, priority, ++this.clock, number);
  }

  insert(number: u32): void {
    const size = item(number).size;
    while (!fits(size)) this.evictFirst();
    if (this.count == this.room) {
      this.room = this.room == 0 ? 256 : this.room * 2;
      this.heap = grown(this.heap, (this.room as usize) * offsetof<Entry>());
    }
    this.rise(this.count++, this.inflation + 1.0 / (size as f64), ++this.clock, number);
    enter(item(number));
  }

  private entry(place: u32): Entry {
    return changetype<Entry>(this.heap + (place as usize) * offsetof<Entry>());
  }

  private evictFirst(): void {
    const first = this.entry(0);
    if (this.inflates) this.inflation = first.priority;
    evict(item(first.number));
    const last = this.entry(--this.count);
    if (this.count > 0) this.sink(0, last.priority, last.touched, last.number);
  }

  /** Puts an entry at this place, or as far before it as it belongs. */
  private rise(start: u32, priority: f64, touched: u64, number: u32): void {
    let place = start;
    while (place > 0) {
      const above = (place - 1) / CHILDREN;
      const parent = this.entry(above);
      if (!goesBefore(priority, touched, parent.priority, parent.touched)) break;
      this.put(place, parent.priority, parent.touched, parent.number);
      place = above;
    }
    this.put(place, priority, touched, number);
  }

  /** Puts an entry at this place, or as far behind it as it belongs. */
  private sink(start: u32, priority: f64, touched: u64, number: u32): void {
    let place = start;
    while (true) {
      const first = place * CHILDREN + 1;
      const end = min(first + CHILDREN, this.count);
      if (first >= end) break;
      let least = first;
      for (let child = first + 1; child < end; child++) {
        const one = this.entry(child);
        const other = this.entry(least);
        if (goesBefore(one.priority, one.touched, other.priority, other.touched)) least = child;
      }
      const next = this.entry(least);
      if (!goesBefore(next.priority, next.touched, priority, touched)) break;
      this.put(place, next.priority, next.touched, next.number);
      place = least;
    }
    this.put(place, priority, touched, number);
  }

  private put(place: u32, priority: f64, touched: u64, number: u32): void {
    const entry = this.entry(place);
    entry.priority = priority;
    entry.touched = touched;
    entry.number = number;
    item(number).next = place;
  }
}

// @ts-ignore: decorator
@inline
function goesBefore(priority: f64, touched: u64, otherPriority: f64, otherTouched: u64): bool {
  return priority < otherPriority || (priority == otherPriority && touched < otherTouched);
}
