"""How recommenders are judged: ranking metrics, held-out users, taste distance."""
