"""Work done in this process or in several, whatever becomes of them: ordered, bounded, nothing lost."""

from luoshi.parallel.executors import Executor, Processes, Serial, Work
from luoshi.parallel.queue import Queue, Sized

__all__ = ["Executor", "Processes", "Queue", "Serial", "Sized", "Work"]
