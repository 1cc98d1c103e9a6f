// Evicts what was used the longest ago, before it inserts.

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
import { List, enter, evict, fits, item } from "./objects";
import { Policy, use } from "./policy";

class Lru extends Policy {
  /** The one used the longest ago first. */
  private uses: List = new List();

  clear(): void {
    this.uses.clear();
  }

  hit(number: u32): void {
    if (this.uses.last == number) return;
    this.uses.remove(number);
    this.uses.append(number);
  }

  insert(number: u32): void {
    while (!fits(item(number).size)) {
      const victim = this.uses.first;
      this.uses.remove(victim);
      evict(item(victim));
    }
    this.uses.append(number);
    enter(item(number));
  }
}

use(new Lru());
