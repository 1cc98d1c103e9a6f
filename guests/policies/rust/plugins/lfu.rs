mortise_pdk::policy!(policies::Lfu);
