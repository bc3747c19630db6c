"""The report that people show: what is in it (`contents`), its charts, and how it is written (`page`, `text`)."""
