mortise_pdk::policy!(policies::GdsPublished);
