"""Pretend department systems over real HTTP: electricity companies, temples, the examinations office, the household register.

Every row is a sample, made from declared distributions and the same at every start; see `engine/sandbox/departments/data/`. The system
that a connector's setting names lies under `/departments/`: `POWER_SPDCL_URL` is `/departments/power/spdcl`.
"""
