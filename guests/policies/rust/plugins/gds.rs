mortise_pdk::policy!(policies::Gds);
