#!/bin/bash
# The golden cases of the nightly processing, if there are any: one point a case.
. "$(dirname "$0")/lib.sh"
cases 'traitement/*'
done_testing
