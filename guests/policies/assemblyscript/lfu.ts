// Evicts what was used the fewest times since it came into the cache, before it inserts; of several, the one used the
// longest ago.

export {
  init,
  send,
  send_bincode,
  send_struct,
  stats,
  wasm_get_buffer,
  wasm_grow_buffer,
  wasm_prepare_buffer,
} from "./policy";
import { List, NONE, enter, evict, fits, grown, item } from "./objects";
import { Policy, use } from "./policy";

/**
 * The objects of one frequency, the one used the longest ago first. Groups are in a list of growing frequency; those that
 * are not in use are in a list of their own, linked by `behind`.
 */
@unmanaged
class Group extends List {
  before: u32;
  behind: u32;
  frequency: u64;
}

class Lfu extends Policy {
  private groups: usize = 0;
  private count: u32 = 0;
  private room: u32 = 0;
  private unused: u32 = NONE;
  /** The group of the least frequency. */
  private least: u32 = NONE;

  clear(): void {
    this.count = 0;
    this.unused = this.least = NONE;
  }

  hit(number: u32): void {
    const from = item(number).group;
    const group = this.group(from);
    const frequency = group.frequency + 1;
    const isAlone = group.first == group.last;
    if (isAlone && (group.behind == NONE || this.group(group.behind).frequency > frequency)) {
      group.frequency = frequency;
      return;
    }
    const before = isAlone ? group.before : from;
    this.leave(number);
    this.join(number, frequency, before);
  }

  insert(number: u32): void {
    while (!fits(item(number).size)) {
      const victim = this.group(this.least).first;
      this.leave(victim);
      evict(item(victim));
    }
    this.join(number, 1, NONE);
    enter(item(number));
  }

  private group(index: u32): Group {
    return changetype<Group>(this.groups + (index as usize) * offsetof<Group>());
  }

  /** Puts an object into the group with this frequency, which is made if it is not the one behind `before`. */
  private join(number: u32, frequency: u64, before: u32): void {
    const behind = before == NONE ? this.least : this.group(before).behind;
    const index =
      behind != NONE && this.group(behind).frequency == frequency ? behind : this.make(frequency, before, behind);
    item(number).group = index;
    this.group(index).append(number);
  }

  /** Takes an object out of its group, and the group away with its last object. */
  private leave(number: u32): void {
    const index = item(number).group;
    const group = this.group(index);
    group.remove(number);
    if (group.first != NONE) return;
    this.link(group.before, group.behind);
    if (group.behind != NONE) this.group(group.behind).before = group.before;
    group.behind = this.unused;
    this.unused = index;
  }

  private make(frequency: u64, before: u32, behind: u32): u32 {
    let index = this.unused;
    if (index != NONE) {
      this.unused = this.group(index).behind;
    } else {
      if (this.count == this.room) {
        this.room = this.room == 0 ? 64 : this.room * 2;
        this.groups = grown(this.groups, (this.room as usize) * offsetof<Group>());
      }
      index = this.count++;
    }
    const group = this.group(index);
    group.clear();
    group.frequency = frequency;
    group.before = before;
    group.behind = behind;
    this.link(before, index);
    if (behind != NONE) this.group(behind).before = index;
    return index;
  }

  private link(before: u32, behind: u32): void {
    if (before == NONE) this.least = behind;
    else this.group(before).behind = behind;
  }
}

use(new Lfu());
