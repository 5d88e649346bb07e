"""Pretend department systems over real HTTP: electricity, temples, buses, land, canteens, relief, towns, health, police, examinations.

Every row is a sample, made from declared distributions and the same at every start; see `engine/sandbox/departments/data/`. The system
that a connector's setting names lies under `/departments/`: `POWER_SPDCL_URL` is `/departments/power/spdcl`.
"""
