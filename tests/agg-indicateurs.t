#!/bin/bash
. "$(dirname "$0")/lib.sh"
db=$T/db
mkdir "$db"
export SUITE_NOW=2026-11-20T10:31:00Z
load() { load-table "$db/$1.db" "$2"; }
agg() { run agg-indicateurs -d "$db" -o "$db/indicateurs.db"; }

load kit_apprentissage kit_apprentissage </dev/null
agg
refuses 1 "bcn.db: no such database" "a database that is not there"
for t in n_formation_diplome n_niveau_formation_diplome v_formation_diplome; do
	load bcn $t </dev/null
done
echo '{"FORMATION_DIPLOME":"40025214"}' | load bcn n_formation_diplome_enquete_51
echo '{"numero_fiche":"RNCP100"}' | load france_competence france_competence
agg
clean "known answer A: an empty kit"
is "$(cat "$T/out")/$(cat-table "$db/indicateurs.db")" "{}/" "gives an empty table"
load kit_apprentissage kit_apprentissage <<'W'
{"cfd":"40025214","rncp":"RNCP100"}
{"cfd":"40025214","rncp":"NR"}
{"cfd":"99999999","rncp":"RNCP200"}
{"cfd":"88888888","rncp":"RNCP100"}
W
agg
clean "known answer B"
run cat-table "$db/indicateurs.db"
same "a row for today" <<'W'
{"date":"2026-11-20T00:00:00.000Z","missingRncp":2,"missingCfd":2}
W
load indicateurs source_kit_apprentissage <<'W'
{"date":"2026-11-20T00:00:00.000Z","missingRncp":7,"missingCfd":9}
{"date":"2026-11-19T00:00:00.000Z","missingRncp":11,"missingCfd":12}
W
agg
run cat-table "$db/indicateurs.db"
same "known answer C: today anew, the other days as they were" <<'W'
{"date":"2026-11-19T00:00:00.000Z","missingRncp":11,"missingCfd":12}
{"date":"2026-11-20T00:00:00.000Z","missingRncp":2,"missingCfd":2}
W
load kit_apprentissage kit_apprentissage </dev/null
before=$(sha256sum <"$db/indicateurs.db")
agg
is "$(cat-table "$db/indicateurs.db" | wc -l)" 2 "an emptied kit keeps every row"
is "$(sha256sum <"$db/indicateurs.db")" "$before" "and the file as it was"
export SUITE_NOW=2026-06-30T22:30:00Z
echo '{"cfd":"1","rncp":"NR"}' | load kit_apprentissage kit_apprentissage
agg
is "$(jq -r .date "$T/out")" "2026-06-30T00:00:00.000Z" "the day is that of UTC, not of Paris"

if [ -d "$shared/real/raw/kit_apprentissage" ] && [ -x "$bin/import-kit-apprentissage" ]; then
	rm "$db/kit_apprentissage.db"
	import-kit-apprentissage -r "$shared/real/raw/kit_apprentissage" \
		-o "$db/kit_apprentissage.db" >/dev/null
	for t in N_FORMATION_DIPLOME N_FORMATION_DIPLOME_ENQUETE_51; do
		parse-csv -e latin1 --no-quote --trim --relax -c FORMATION_DIPLOME \
			"$shared/real/raw/bcn/$t.csv" | load bcn "${t,,}"
	done
	load bcn v_formation_diplome </dev/null
	agg
	is "$(jq .missingCfd "$T/out")" 314 "known answer D: the real kit"
else
	skip "no real files"
fi
for o in -h -V; do run agg-indicateurs $o; clean "$o"; done
run agg-indicateurs -d x
is "$rc" 2 "no output named"
done_testing
