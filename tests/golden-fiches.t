#!/bin/bash
# The golden cases of the fiches métiers, if there are any: one point a case.
. "$(dirname "$0")/lib.sh"
cases 'fiches/*'
done_testing
