"""The roster importer: read a spreadsheet, compare it with the padrón, decide, write.

table = columns.find(read_sheets(path))      # where the header is and what each column means
rows = parsing.parse(table, decisions)       # what each row says
plan = planning.plan(rows, decisions, day)   # what would change; writes nothing
applying.apply(plan, by=user)                # writes it, all or nothing
"""
