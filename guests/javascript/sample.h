/* What a module must name before any script runs: the functions that sample.js exports, and those of the host that it
   calls. */
EXPORT(count_vowels)
EXPORT(config_get)
EXPORT(var_set)
EXPORT(var_get)
EXPORT(http_get)
EXPORT(log_all)
EXPORT(fail)
EXPORT(reflect)

IMPORT(host_reflect)
