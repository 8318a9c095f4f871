#!/bin/bash
# Every fault of the network and of the source: see faults.sh.
. "$(dirname "$0")/faults.sh"
matrix communes
