import os

# Before numpy is imported: its matrices are small here, and handing them to several cores costs more than it saves.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
