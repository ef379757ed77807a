"""A Linear of our own on loopback: its questions and changes in GraphQL, held to the part of its published schema that
voc uses, and its habits.

Its habits: lists leave out what is archived unless they are asked for it, hold what is in the trash then, begin with
the newest issue and may lag; ids may be brought along and are taken once, deleted issues too; labels are set by id and
are one whatever their case; errors come with status 200 or 400, limits with 400 and a time in milliseconds; texts come
back as its editor spells them; a question may not cost too much. No live Linear was asked: what is published, and what
others saw and wrote down, is all that is known here.
"""
