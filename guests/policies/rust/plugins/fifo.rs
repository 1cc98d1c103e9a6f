mortise_pdk::policy!(policies::Fifo);
