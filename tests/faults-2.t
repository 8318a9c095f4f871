#!/bin/bash
# The network's faults, and the sources' own: see faults.sh.
. "$(dirname "$0")/faults.sh"
matrix france_competence kali_ccn dares_ccn dares_ape_idcc npec
