#!/bin/bash
# The network's faults, and the sources' own: see faults.sh.
. "$(dirname "$0")/faults.sh"
matrix communes mission_locale entreprise adresse
