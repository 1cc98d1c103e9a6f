mortise_pdk::policy!(policies::Lru);
