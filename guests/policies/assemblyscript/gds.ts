// Greedy-Dual-Size as in the textbook.

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
import { GreedyDualSize } from "./greedy_dual_size";
import { use } from "./policy";

use(new GreedyDualSize(true));
