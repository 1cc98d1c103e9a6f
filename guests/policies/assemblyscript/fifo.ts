// First in, first out: inserts, then evicts the oldest until all fits.

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
import { List, enter, evict, isOverfull, item } from "./objects";
import { Policy, use } from "./policy";

class Fifo extends Policy {
  private queue: List = new List();

  clear(): void {
    this.queue.clear();
  }

  hit(number: u32): void {}

  insert(number: u32): void {
    enter(item(number));
    this.queue.append(number);
    while (isOverfull()) {
      const oldest = this.queue.first;
      this.queue.remove(oldest);
      evict(item(oldest));
    }
  }
}

use(new Fifo());
