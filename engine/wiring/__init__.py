"""The one place where concrete classes meet: what each process is made of, and how the processes of one machine are kept running."""
