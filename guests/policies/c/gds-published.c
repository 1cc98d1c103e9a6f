/* Greedy-Dual-Size as in published code: L stays 0 and a hit changes no priority, so that the largest is evicted. */

#define INFLATES false
#include "greedy_dual_size.h"
