# The native CPython: a task of freshPrograms.py on stdin, its answer on stdout.
import sys

sys.dont_write_bytecode = True
from freshPrograms import measure

answer, sys.stdout = sys.stdout, sys.stderr
answer.write(measure(sys.stdin.read()))
