"""The recorder of the reference material (check/crash) as modules: crash, and
scen, which runs its scenarios when it is read, but for its last line."""
import os, sys, types

sys.dont_write_bytecode = True
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)),
    "../../../shared/check/crash")
sys.path.insert(0, FOLDER)
import crash

scen = types.ModuleType("scen")
scen.__file__ = os.path.join(FOLDER, "scen.py")
with open(scen.__file__) as f:
    exec(compile(f.read().rpartition("\nmain()")[0], scen.__file__, "exec"),
        scen.__dict__)


def run(**scenarios):
    """Runs those that the command line names, or all of them."""
    scen.ALL.clear()
    scen.ALL.update(scenarios)
    scen.main()
