"""`viable up`: one command that trains, prepares, starts, watches and ends Viable's processes.

plan     which processes there are: command, environment, health address
ports    every port is free before anything is started
model    trained only when what it is trained from changed
child    one process: its group, its log, whether it answers
guard    the processes end even when the supervisor is killed
logs     what in a log is worth a line on the terminal
watch    a process that died is started again, each time a little later
stop     a signal asked to end
report   progress on the terminal
up       the order of it all
"""
