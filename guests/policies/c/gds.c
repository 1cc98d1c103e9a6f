/* Greedy-Dual-Size as in the textbook. */

#define INFLATES true
#include "greedy_dual_size.h"
