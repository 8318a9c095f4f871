#!/bin/bash
# agg-certifications: the known answers of the reference ([certifications 14], K1 to
# K11), previous states, refusals.
# shellcheck disable=SC1112 # the labels' apostrophes are what they are
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2025-01-15T03:00:00.000Z
in=$T/in db=$T/db
mkdir -p "$db"

# fresh: no row in any source but one archive.
fresh() {
	mkdir -p "$in"
	: >"$in/bcn.n_formation_diplome"
	: >"$in/bcn.v_formation_diplome"
	: >"$in/bcn.n_formation_diplome_enquete_51"
	: >"$in/bcn.n_niveau_formation_diplome"
	: >"$in/kit_apprentissage.kit_apprentissage"
	: >"$in/france_competence.france_competence"
	echo '{"nom":"a.zip","date_publication":"2021-12-24"}' \
	    >"$in/france_competence.archive"
	rm -f "$T/out.db"
}

# json VALUE: $json is a JSON string, null for the word null, [lists] as they
# are.
json() {
	case $1 in
	null | \[*) json=$1 ;;
	*) json=\"$1\" ;;
	esac
}

# bcn TABLE CODE [COLUMN=VALUE...]: a row of BCN.
bcn() {
	local table=$1 code=$2 key out=''
	shift 2
	declare -A v=([NIVEAU_FORMATION_DIPLOME]=${code:0:3} [FORMATION_DIPLOME]=$code
		[GROUPE_SPECIALITE]=${code:3:3} [LIBELLE_COURT]=S
		[LIBELLE_STAT_33]=COURT [LIBELLE_LONG_200]=LONG
		[ANCIEN_DIPLOMES]=[] [NOUVEAU_DIPLOMES]=[])
	for key; do v[${key%%=*}]=${key#*=}; done
	for key in "${!v[@]}"; do
		json "${v[$key]}"
		out+=,\"$key\":$json
	done
	echo "{${out#,}}" >>"$in/bcn.$table"
}
N() { bcn n_formation_diplome "$@"; }
N51() { bcn n_formation_diplome_enquete_51 "$@"; }
V() { bcn v_formation_diplome "$@"; }
L() {
	json "$1"
	echo "{\"NIVEAU_FORMATION_DIPLOME\":$json,\"NIVEAU_INTERMINISTERIEL\":\"$2\"}" \
	    >>"$in/bcn.n_niveau_formation_diplome"
}
ouv=DATE_OUVERTURE fer=DATE_FERMETURE

kit() {
	echo "{\"cfd\":\"$1\",\"rncp\":\"$2\"}" \
	    >>"$in/kit_apprentissage.kit_apprentissage"
}

# F NUMERO [KEY=VALUE...]: a fiche. act1, act2, pub1: archive dates; voies: by
# semicolons; the names of data's lists: JSON; others: of the standard part.
F() {
	local numero=$1 key value out standard='' item
	local jury='En contrat d’apprentissage' whole=yes
	declare -A l=() date=() s=([Intitule]="I $1" [Actif]=ACTIVE
		[Type_Enregistrement]='Enregistrement de droit')
	shift
	for key; do
		value=${key#*=} key=${key%%=*}
		case $key in
		act1 | act2 | pub1) date[$key]=\"${value:6:4}-${value:3:2}-${value:0:2}\" ;;
		fin) s[Date_Fin_Enregistrement]=$value ;;
		voies) jury=$value ;;
		standard) whole= ;;
		[A-Z]*) s[$key]=$value ;;
		*) l[$key]=$value ;;
		esac
	done
	out="{\"numero_fiche\":\"$numero\",\"active\":true"
	out+=",\"date_premiere_publication\":${date[pub1]:-null}"
	out+=",\"date_derniere_publication\":null"
	out+=",\"date_premiere_activation\":${date[act1]:-null}"
	out+=",\"date_derniere_activation\":${date[act2]:-null},\"data\":{"
	for key in ccn partenaires blocs_de_competences nsf formacode \
	    ancienne_nouvelle_certification rome certificateurs; do
		out+="\"$key\":${l[$key]:-[]},"
	done
	out+='"voies_d_acces":['
	while [ -n "$jury" ]; do
		item=${jury%%;*}
		json "$item"
		jury=${jury#"$item"} jury=${jury#;}
		out+="{\"Si_Jury\":$json}${jury:+,}"
	done
	for key in "${!s[@]}"; do
		json "${s[$key]}"
		standard+=,\"$key\":$json
	done
	[ -n "$whole" ] && standard="{${standard#,}}" || standard=null
	echo "$out],\"standard\":$standard}}" \
	    >>"$in/france_competence.france_competence"
}

# load: the sources that changed since the last time.
declare -A loaded
load() {
	local f name text
	for f in "$in"/*; do
		name=${f##*/} text=$(<"$f")
		[ "${loaded[$name]-none}" = "$text" ] && continue
		load-table "$db/${name%%.*}.db" "${name#*.}" <"$f" &&
		    loaded[$name]=$text
	done
}

agg() {
	load
	run agg-certifications "$@" -d "$db" -o "$T/out.db"
	stats=$(<"$T/out")
}

records() { cat-table "$T/out.db" certifications; }

# lines: cfd | rncp | debut | fin of each record, in the order of the table.
lines() {
	records | sed -E \
	    's/^.*"identifiant":\{"cfd":([^,]*),"rncp":([^,]*),'\
'.*"periode_validite":\{"debut":([^,]*),"fin":([^,]*),.*$/\1 | \2 | \3 | \4/;'\
' s/"//g; s/\.000//g' >"$T/out"
}

# stats: the three triples orphanCfd, orphanRncp, total.
stats() {
	sed -E 's/"orphanCfd":([0-9]*),"orphanRncp":([0-9]*),"total":([0-9]*)/\1,\2,\3/g; s/[{}"]//g' <<<"$stats"
}

# codes SIDE CFD RNCP: the continuity of the records of that pair, a star on
# the current code.
codes() {
	local key
	json "$2" && key="$json,\"rncp\":"
	json "$3" && key+=$json,
	records | grep -F "{\"identifiant\":{\"cfd\":$key" |
	    sed -E 's/^.*"continuite":\{"cfd":(.*),"rncp":(.*)\}\}$/\'"$1"'/
		s/[^]}[]*"code":"([^"]*)","courant":(true|false)[^}]*/,\1\2/g
		s/true/*/g; s/false//g; s/[]{}[]//g; s/^,//; s/,/ /g'
}
cfd=1 rncp=2

fresh
N 40022105 LIBELLE_COURT='BAC PRO' LIBELLE_STAT_33=BOULANG-PATISS \
    LIBELLE_LONG_200='BOULANGER-PATISSIER (BAC PRO)' $ouv=01/09/2021 \
    $fer=31/08/2028 DATE_PREMIERE_SESSION=2024 DATE_DERNIERE_SESSION=2028 \
    DATE_ARRETE_CREATION=26/02/2021 DATE_ARRETE_ABROGATION=15/01/2027 \
    NIVEAU_QUALIFICATION_RNCP=04 NATURE_FORMATION_DIPLOME=1 \
    N_NATURE_FORMATION_DIPLOME_LIBELLE_100="DIPLOME NATIONAL / DIPLOME D'ETAT" \
    GESTIONNAIRE_FORMATION_DIPLOME='DGESCO A2-3' \
    N_GROUPE_SPECIALITE_LIBELLE_LONG='AGRO-ALIMENTAIRE, ALIMENTATION, CUISINE'
L 400 4
L 013 5
kit 40022105 RNCP37871
F RNCP37871 act1=25/08/2023 Intitule=Boulanger-pâtissier \
    Nomenclature_Europe_Niveau=NIV4 Date_Decision=12/07/2023 fin=31/12/2027 \
    Date_Effet=01/09/2023 voies='En contrat d’apprentissage;Par expérience' \
    ccn='[{"Ccn_1_Numero":"843","Ccn_1_Libelle":"Boulangerie",'\
'"Ccn_2_Numero":null,"Ccn_2_Libelle":null,"Ccn_3_Numero":null,'\
'"Ccn_3_Libelle":"Pâtisserie"},{"Ccn_1_Numero":null,"Ccn_1_Libelle":null,'\
'"Ccn_2_Numero":"2120","Ccn_2_Libelle":null,"Ccn_3_Numero":null,'\
'"Ccn_3_Libelle":null}]' \
    blocs_de_competences='[{"Bloc_Competences_Code":"RNCP37871BC02",'\
'"Bloc_Competences_Libelle":"Produire"},{"Bloc_Competences_Code":"1",'\
'"Bloc_Competences_Libelle":null}]' \
    nsf='[{"Nsf_Code":"221","Nsf_Intitule":"221 : Agro-alimentaire"},{"Nsf_Code":"221u","Nsf_Intitule":null}]' \
    formacode='[{"Formacode_Code":"21538","Formacode_Libelle":"21538 : Boulangerie"}]' \
    rome='[{"Codes_Rome_Code":"D1102","Codes_Rome_Libelle":"Boulangerie - viennoiserie"}]' \
    certificateurs='[{"Siret_Certificateur":"90000000100017","Nom_Certificateur":"ORGANISME EXEMPLE"}]'
agg
clean "K1: it runs"
is "$(stats)" "total:2,0,3,created:2,0,3,deleted:0,0,0" "K1: statistics"
records | head -n 1 >"$T/out"
same_json "K1: the full record" <"$fixtures/certification-pair.json"
lines
same "K1: what it leaves uncovered" <<'END'
40022105 | RNCP37871 | 2023-08-25T00:00:00+02:00 | 2027-12-31T23:59:59+01:00
40022105 | null | 2021-09-01T00:00:00+02:00 | 2023-08-24T23:59:59+02:00
40022105 | null | 2028-01-01T00:00:00+01:00 | 2028-08-31T23:59:59+02:00
END
records | sed -n 2p >"$T/out"
same_json "K1: a record without rncp side" <"$fixtures/certification-gap.json"

fresh
N 50033401 $ouv=01/09/2015 $fer=31/08/2030
F RNCP30100 act1=24/12/2021 fin=31/12/2023
F RNCP38900 act1=15/03/2024 fin=31/03/2029
kit 50033401 RNCP30100
kit 50033401 RNCP38900
agg
is "$(stats)" "total:2,1,5,created:2,1,5,deleted:0,0,0" "K2: statistics"
lines
same "K2: two fiches in a CFD" <<'END'
50033401 | RNCP30100 | 2015-09-01T00:00:00+02:00 | 2023-12-31T23:59:59+01:00
50033401 | RNCP38900 | 2024-03-15T00:00:00+01:00 | 2029-03-31T23:59:59+02:00
50033401 | null | 2024-01-01T00:00:00+01:00 | 2024-03-14T23:59:59+01:00
50033401 | null | 2029-04-01T00:00:00+02:00 | 2030-08-31T23:59:59+02:00
null | RNCP30100 | null | 2015-08-31T23:59:59+02:00
END
printf '%s\n' '{"nom":"b.zip","date_publication":"2021-12-23T22:59:59.999Z"}' \
    '{"nom":"c.zip","date_publication":"2030-01-01"}' \
    >>"$in/france_competence.archive"
agg
lines
is "$(head -n 1 "$T/out")" \
    "50033401 | RNCP30100 | 2021-12-24T00:00:00+01:00 | 2023-12-31T23:59:59+01:00" \
    "the oldest archive is the one of the least date"

fresh
N 32031001 $ouv=01/09/2022 $fer=31/08/2024
F RNCP36400 act1=01/05/2022 fin=30/06/2026
kit 32031001 RNCP36400
agg
lines
same "K3: a fiche wider than the CFD" <<'END'
32031001 | RNCP36400 | 2022-09-01T00:00:00+02:00 | 2024-08-31T23:59:59+02:00
null | RNCP36400 | 2022-05-01T00:00:00+02:00 | 2022-08-31T23:59:59+02:00
null | RNCP36400 | 2024-09-01T00:00:00+02:00 | 2026-06-30T23:59:59+02:00
END
sed -i 's,01/09/2022,01/09/2010,; s,31/08/2024,31/08/2015,' \
    "$in/bcn.n_formation_diplome"
agg
lines
same "K3: disjoint periods" <<'END'
32031001 | RNCP36400 | 2022-05-01T00:00:00+02:00 | 2015-08-31T23:59:59+02:00
32031001 | null | 2010-09-01T00:00:00+02:00 | 2015-08-31T23:59:59+02:00
null | RNCP36400 | 2022-05-01T00:00:00+02:00 | 2026-06-30T23:59:59+02:00
END

fresh
N 32031001 $ouv=01/09/2022 $fer=31/08/2026
F RNCP36400 act1=01/05/2023 fin=30/06/2026
kit 32031001 RNCP36400
kit 32031001 RNCP99999
kit 32031001 RNCP99998
kit 99931001 RNCP36400
agg
is "$(stats)" "total:3,1,5,created:3,1,5,deleted:0,0,0" "K4: statistics"
lines
same "K4: dangling rows of the kit" <<'END'
32031001 | RNCP36400 | 2023-05-01T00:00:00+02:00 | 2026-06-30T23:59:59+02:00
32031001 | null | 2022-09-01T00:00:00+02:00 | 2023-04-30T23:59:59+02:00
32031001 | null | 2022-09-01T00:00:00+02:00 | 2026-08-31T23:59:59+02:00
32031001 | null | 2026-07-01T00:00:00+02:00 | 2026-08-31T23:59:59+02:00
null | RNCP36400 | 2023-05-01T00:00:00+02:00 | 2026-06-30T23:59:59+02:00
END
is "$(python3 -c 'import sqlite3, sys
print([r for (r,) in sqlite3.connect(sys.argv[1]).execute("SELECT rang FROM certifications ORDER BY rowid")])' "$T/out.db")" \
    "[1, 4, 2, 5, 3]" "rang: the order of passes A, B, coverage"

fresh
V 32031001
F RNCP36400
kit 32031001 RNCP36400
agg
is "$(stats)" "total:0,0,0,created:0,0,0,deleted:0,0,0" "K5: a CFD only in V"
lines
same "K5: no record" </dev/null
: >"$in/bcn.v_formation_diplome"
agg
lines
same "K5: without the row of V" <<<"null | RNCP36400 | null | null"

fresh
N 32031001 LIBELLE_LONG_200=FROMN $ouv=01/01/2019 $fer=31/12/2023
N51 32031001 LIBELLE_LONG_200=FROM51 $ouv=01/01/2020 $fer=31/12/2024
F RNCP36400 act1=01/05/2022 fin=30/06/2026
kit 32031001 RNCP36400
agg
records | grep -o '"long":"[^"]*"\|"ouverture":"[^T]*' |
    tr '\n' ' ' >"$T/longs"
lines
same "K6: a CFD in N and N_51" <<'END'
32031001 | RNCP36400 | 2022-05-01T00:00:00+02:00 | 2024-12-31T23:59:59+01:00
32031001 | null | 2020-01-01T00:00:00+01:00 | 2022-04-30T23:59:59+02:00
32031001 | null | 2020-01-01T00:00:00+01:00 | 2022-04-30T23:59:59+02:00
null | RNCP36400 | 2025-01-01T00:00:00+01:00 | 2026-06-30T23:59:59+02:00
END
is "$(cat "$T/longs")" '"long":"FROM51" "ouverture":"2020-01-01 '\
'"ouverture":"2020-01-01 "long":"FROMN" "ouverture":"2019-01-01 '\
'"ouverture":"2020-01-01 "long":"FROM51" "ouverture":"2020-01-01 '\
'"ouverture":"2020-01-01 ' \
    "K6: N_51 wins, coverage comes from both"

fresh
N 32031001
kit 32031001 RNCP5000
F RNCP5000 Actif=INACTIVE pub1=24/12/2021 voies='Par expérience'
F RNCP5001 Actif=null act1=24/12/2021 act2=02/02/2023 pub1=24/12/2021 \
    Date_Decision=10/10/2018
F RNCP40000 act1=25/12/2021
agg
records | sed -E 's/^.*"rncp_anterieur_2019":([a-z]*).*"periode_validite":\{.*,"rncp":(.*)\},"type":\{"nature".*$/\1 \2/' >"$T/periodes"
is "$(codes $rncp 32031001 RNCP5000)" "" "K7: an ineligible fiche is in no list"
lines
same "K7: inactive fiches, boundary of the oldest archive" <<'END'
32031001 | RNCP5000 | null | 2021-12-24T00:00:00+01:00
32031001 | null | 2021-12-24T00:00:01+01:00 | null
null | RNCP40000 | 2021-12-25T00:00:00+01:00 | null
null | RNCP5001 | null | 2023-02-02T00:00:00+01:00
END
cp "$T/periodes" "$T/out"
same "K7: periods of the fiches" <<'END'
true {"actif":false,"activation":null,"debut_parcours":null,"fin_enregistrement":"2021-12-24T00:00:00.000+01:00"}
null null
false {"actif":true,"activation":"2021-12-25T00:00:00.000+01:00","debut_parcours":null,"fin_enregistrement":null}
true {"actif":false,"activation":null,"debut_parcours":"2018-10-10T00:00:00.000+02:00","fin_enregistrement":"2023-02-02T00:00:00.000+01:00"}
END

fresh
N 40010003 $ouv=01/09/2020 ANCIEN_DIPLOMES='["40010001"]' NOUVEAU_DIPLOMES='["40010009"]'
N 40010001 $fer=31/08/2012 NOUVEAU_DIPLOMES='["40010002"]'
N 40010002 $ouv=01/09/2012 $fer=31/08/2020
N 40010000 $ouv=01/09/2012 NOUVEAU_DIPLOMES='["40010003","50010007"]'
N51 50010007 $ouv=01/09/2012
N51 50010008 $ouv=01/09/2012
N 40010005
F RNCP200 act1=01/06/2022 fin=01/06/2025 \
    ancienne_nouvelle_certification='[{"Ancienne_Certification":"RNCP100","Nouvelle_Certification":"RS300"}]'
F RNCP100 act1=24/12/2021 fin=01/06/2022
F RNCP150 voies='Par expérience' \
    ancienne_nouvelle_certification='[{"Ancienne_Certification":null,"Nouvelle_Certification":"RNCP200"}]'
F RNCP090 ancienne_nouvelle_certification='[{"Nouvelle_Certification":"RNCP100"}]'
F RS300
agg
clean "K8: it runs"
is "$(codes $cfd 40010000 null)" \
    "40010000* 50010007 40010002 40010003 40010001" "K8: a group of CFDs"
is "$(codes $cfd 50010007 null)" \
    "40010000 50010007* 40010002 40010003 40010001" "K8: another member"
is "$(codes $cfd 40010005 null)" "40010005*" "K8: alone"
is "$(codes $cfd 50010008 null)" null "K8: only in N_51, named by nobody"
lines
same "K8: fiches that are RS or not eligible have no record" <<'END'
40010000 | null | 2012-09-01T00:00:00+02:00 | null
40010001 | null | null | 2012-08-31T23:59:59+02:00
40010002 | null | 2012-09-01T00:00:00+02:00 | 2020-08-31T23:59:59+02:00
40010003 | null | 2020-09-01T00:00:00+02:00 | null
40010005 | null | null | null
50010007 | null | 2012-09-01T00:00:00+02:00 | null
50010008 | null | 2012-09-01T00:00:00+02:00 | null
null | RNCP090 | null | null
null | RNCP100 | null | 2022-06-01T23:59:59+02:00
null | RNCP200 | 2022-06-01T00:00:00+02:00 | 2025-06-01T23:59:59+02:00
END
for f in 090 100 200; do
	is "$(codes $rncp null RNCP$f)" \
	    "$(echo "RNCP200 RNCP100 RNCP090" | sed "s/RNCP$f/&*/")" \
	    "K8: the group of RNCP$f"
done

fresh
N 32031001 $ouv=01/09/2020 $fer=31/08/2026
F RNCP36400 Actif=INACTIVE act1=01/05/2022 act2=01/05/2022
kit 32031001 RNCP36400
agg
lines
same "K9: a fiche of one instant" <<'END'
32031001 | RNCP36400 | 2022-05-01T00:00:00+02:00 | 2022-05-01T00:00:00+02:00
32031001 | null | 2020-09-01T00:00:00+02:00 | 2022-04-30T23:59:59+02:00
32031001 | null | 2022-05-01T00:00:01+02:00 | 2026-08-31T23:59:59+02:00
null | RNCP36400 | 2022-05-01T00:00:01+02:00 | 2022-05-01T00:00:00+02:00
END

# dates: the days of created_at and updated_at, a line a record.
dates() {
	cat-table -a "$T/out.db" certifications | sed -E 's/^.*"created_at":"[0-9-]*-([0-9]*)T[^"]*","updated_at":"[0-9-]*-([0-9]*)T.*$/\1 \2/' | tr '\n' ';'
}
fresh
N 50033401 $ouv=01/09/2015 $fer=31/08/2030
N 50033499
F RNCP38900 act1=15/03/2024 fin=31/03/2029
kit 50033401 RNCP38900
cp -r "$in" "$T/k10"
for mode in --compat ''; do
	rm -f "$T/out.db"
	cp "$T"/k10/* "$in"
	case $mode in
	--compat) two="created:2,0,2,deleted:2,0,2" three="created:0,1,1,deleted:1,0,2" ;;
	*) two="created:0,0,0,deleted:0,0,0" three="created:0,1,1,deleted:1,0,2" ;;
	esac
	SUITE_NOW=2025-01-11T03:00:00Z agg $mode
	is "$(stats)" "total:3,0,4,created:3,0,4,deleted:0,0,0" "K10: run 1 $mode"
	first=$(stat -c %i "$T/out.db")
	SUITE_NOW=2025-01-12T03:00:00Z agg $mode
	is "$(stats)" "total:3,0,4,$two" "K10: run 2 $mode"
	is "$(dates)" "11 11;11 11;11 11;11 11;" "K10: nothing changed $mode"
	is "$(stat -c %i "$T/out.db")" "$first" "K10: FILE is left alone $mode"
	: >"$in/kit_apprentissage.kit_apprentissage"
	SUITE_NOW=2025-01-13T03:00:00Z agg $mode
	is "$(stats)" "total:2,1,3,$three" "K10: run 3 $mode"
	is "$(dates)" "11 13;11 11;13 13;" \
	    "K10: (cfd,null) takes a coverage row's created_at $mode"
done
sed -i 's/"LONG"/"LONGER"/' "$in/bcn.n_formation_diplome"
SUITE_NOW=2025-01-14T03:00:00Z agg
is "$(stats)" "total:2,1,3,created:0,0,0,deleted:0,0,0" "changed is not new"
is "$(dates)" "11 14;11 14;13 13;" "updated_at: the run that changed the record"
cp "$T/k10/kit_apprentissage.kit_apprentissage" "$in/"
sed -i 's/"LONGER"/"LONG"/' "$in/bcn.n_formation_diplome"
kit 50033401 RNCP99999
SUITE_NOW=2025-01-16T03:00:00Z agg
is "$(stats)" "total:4,0,5,created:2,0,3,deleted:0,1,1" "back, and one more"
lines
same "a pair's first record, then its coverage" <<'END'
50033401 | RNCP38900 | 2024-03-15T00:00:00+01:00 | 2029-03-31T23:59:59+02:00
50033401 | null | 2015-09-01T00:00:00+02:00 | 2024-03-14T23:59:59+01:00
50033401 | null | 2015-09-01T00:00:00+02:00 | 2030-08-31T23:59:59+02:00
50033401 | null | 2029-04-01T00:00:00+02:00 | 2030-08-31T23:59:59+02:00
50033499 | null | null | null
END
is "$(dates)" "16 16;16 16;11 16;16 16;11 16;" "who continues whom"
SUITE_NOW=2025-01-17T03:00:00Z agg
is "$(stats) $(dates)" \
    "total:4,0,5,created:0,0,0,deleted:0,0,0 16 16;16 16;11 16;16 16;11 16;" \
    "and again"

# The instants of before 1911 are printed with a cut offset.
fresh
N 50033401 $ouv=01/09/1899 $fer=31/08/2030
F RNCP38900 act1=15/03/2024 fin=01/01/1901
kit 50033401 RNCP38900
agg
agg
is "$(stats)" "total:2,1,4,created:0,0,0,deleted:0,0,0" \
    "periods of before 1911 are found again"

fresh
N 50033401
F RNCP38900 fin=31/12/9999
kit 50033401 RNCP38900
agg
agg
is "$(stats)" "total:1,0,2,created:0,0,0,deleted:0,0,0" \
    "and those of after 9999"

# one WHAT OUTCOME: what becomes of the sources; OUTCOME is the number of
# records, or a pattern of the refusal.
one() {
	rm -f "$T/out.db"
	agg
	case $2 in
	[0-9]) is "$rc/$(records | wc -l)" "0/$2" "K11: $1" ;;
	*) refuses 1 "$2" "K11: $1"
		[ ! -e "$T/out.db" ]
		ok $? "K11: $1: no file" ;;
	esac
}
one_n() { # one_n CODE [COLUMN=VALUE...] OUTCOME
	fresh
	N "${@:1:$#-1}"
	one "N $*" "${!#}"
}
one_f() { # one_f NUMERO [KEY=VALUE...] OUTCOME
	fresh
	F "${@:1:$#-1}"
	one "F $*" "${!#}"
}
has() {
	records | grep -q "$1"
	ok $? "K11: $1"
}

one_n 32031001 $ouv=31/02/2020 \
    'bcn.db: n_formation_diplome: 32031001: DATE_OUVERTURE: .*31/02/2020'
one_n 32031001 $fer=2020-01-31 'DATE_FERMETURE: .*2020-01-31'
one_n 32031001 DATE_ARRETE_CREATION=1/9/2020 'DATE_ARRETE_CREATION: .*1/9/2020'
one_n 32031001 DATE_ARRETE_ABROGATION=x 'DATE_ARRETE_ABROGATION: .*x'
one_n 32031001 NIVEAU_QUALIFICATION_RNCP=XX 1
has '"niveau":{"cfd":{"europeen":null,'
one_n 32031001 NIVEAU_QUALIFICATION_RNCP=09 \
    "NIVEAU_QUALIFICATION_RNCP: a known level is expected, not '09'"
one_n 32031001 DATE_PREMIERE_SESSION=2024.0 DATE_DERNIERE_SESSION=0 1
has '"premiere_session":2024,"derniere_session":0}'
one_n 32031001 DATE_PREMIERE_SESSION=20x4 'DATE_PREMIERE_SESSION: .*20x4'
one_n 32031001 DATE_DERNIERE_SESSION=2024.5 'DATE_DERNIERE_SESSION: .*2024.5'
one_n 01331001 1
has '"formation_diplome":"013","interministeriel":"5"'
one_n 32031001 LIBELLE_COURT=null 'LIBELLE_COURT: missing'
for code in 32A31001 32X31001 320310AZ; do one_n $code 1; done
for code in 3203100a 3203100 320T1001; do
	one_n $code "FORMATION_DIPLOME: a CFD is expected, not '$code'"
done
one_f RNCP400 Nomenclature_Europe_Niveau=REPRISE 1
has '"rncp":{"europeen":null}},"rncp":"I RNCP400"'
one_f RNCP400 Nomenclature_Europe_Niveau=NIV2 \
    "RNCP400: data.standard.Nomenclature_Europe_Niveau: .*'NIV2'"
one_f RNCP400 voies='En contrat d’apprentissage;null' \
    "RNCP400: data.voies_d_acces\[1\].Si_Jury: .*not null"
one_f RNCP400 voies="En contrat d'apprentissage" 0
one_f RNCP400 voies="En contrat de professionnalisation" 1
one_f RNCP33999 1
has '"rncp_anterieur_2019":true'
one_f RNCP34000 1
has '"rncp_anterieur_2019":false'
for f in RNCP12 RNCP123456; do one_f $f "$f: numero_fiche: an RNCP number is expected, not '$f'"; done
one_f RS300 0
one_f RNCP400 Date_Effet=01/09/2023 Date_Decision=nonsense 1
one_f RNCP400 Date_Effet=nonsense "data.standard.Date_Effet: .*'nonsense'"
one_f RNCP400 Date_Decision=nonsense "data.standard.Date_Decision: .*'nonsense'"
one_f RNCP400 fin=31/02/2020 \
    "data.standard.Date_Fin_Enregistrement: .*'31/02/2020'"
one_f RNCP400 Type_Enregistrement=Autre "data.standard.Type_Enregistrement: .*'Autre'"
nsf() { echo "[{\"Nsf_Code\":\"$1\",\"Nsf_Intitule\":\"x\"}]"; }
rome() { echo "[{\"Codes_Rome_Code\":\"$1\",\"Codes_Rome_Libelle\":\"x\"}]"; }
bloc() { echo "[{\"Bloc_Competences_Code\":\"$1\",\"Bloc_Competences_Libelle\":\"x\"}]"; }
one_f RNCP400 nsf="$(nsf 2212)" "data.nsf\[0\].Nsf_Code: .*'2212'"
one_f RNCP400 blocs_de_competences="$(bloc RNCP36400BC123)" \
    "data.blocs_de_competences\[0\].Bloc_Competences_Code: .*'RNCP36400BC123'"
one_f RNCP400 rome="$(rome d1102)" "data.rome\[0\].Codes_Rome_Code: .*'d1102'"
one_f RNCP400 rome="$(rome D)" 1
one_f RNCP400 formacode='[{"Formacode_Code":null,"Formacode_Libelle":"é\u00e9\/"}]' 1
has '"formacodes":{"rncp":\[{"code":"","intitule":"éé/"}\]'
one_f RNCP400 formacode='[{"Formacode_Code":"1","Formacode_Libelle":null}]' \
    "data.formacode\[0\].Formacode_Libelle: .*not null"
one_f RNCP400 fin=[] "data.standard.Date_Fin_Enregistrement: .*'\[\]'"
one_f RNCP400 Intitule=[] "data.standard.Intitule: a text is expected, not '\[\]'"
one_f RNCP400 formacode='{}' "data.formacode: a list is expected, not '[{][}]'"
one_f RNCP400 ccn=null 'data.ccn: a list is expected, not null'
one_f RNCP400 ccn='[{"Ccn_1_Numero":3}]' \
    "data.ccn\[0\].Ccn_1_Numero: a text is expected, not '3'"
fresh
F RNCP400
sed -i 's/"voies_d_acces":.*"standard":.*/"voies_d_acces":[{"Si_Jury":"En contrat d’apprentissage"}],"standard":"x"}}/' \
    "$in/france_competence.france_competence"
one 'standard is a text' "data.standard: an object is expected, not 'x'"
one_f RNCP400 voies='Par expérience' nsf="$(nsf 2212)" fin=nonsense 0
one_f RNCP400 standard 1
has '"niveau":{"cfd":null,"rncp":null},"rncp":null}'
has '"cfd":null,"rncp":null},"type":{"nature":{"cfd":null},"gestionnaire_diplome":null,"enregistrement_rncp":null,'
N 32031001
kit 32031001 RNCP400
one "standard null with a known CFD" \
    "RNCP400: data.standard: .*CFD '32031001'"
fresh
N 32031001
kit 32031001 RNCP400
F RNCP400 fin=31/02/2020
one "a bad end with a known CFD" \
    "RNCP400: data.standard.Date_Fin_Enregistrement: .*'31/02/2020'"
fresh
N 32031001
kit 32031001 RNCP402
F RNCP402
sed -i 's/"voies_d_acces":\[[^]]*\]/"voies_d_acces":{}/' \
    "$in/france_competence.france_competence"
one "voies d'accès that are no list" "data.voies_d_acces: a list is expected, not '[{][}]'"
fresh
N 32031001
kit 32031001 RS300
F RS300
one "an RS fiche through the kit" "numero_fiche: .*'RS300'"
fresh
N 32031001 NOUVEAU_DIPLOMES='["32031002"]'
V 32031002
kit 32031002 RNCP401
F RNCP401 fin=nonsense nsf="$(nsf 2212)"
one "a bad fiche whose only CFD is in V" 1
fresh
L 013 5
L null ''
L 320 3
one "levels that follow the rule" 0
L 320 5
L 013 0
one "levels that do not" "n_niveau_formation_diplome: .*'3' for level '320', not '5', '5' for level '013', not '0'"
fresh
: >"$in/france_competence.archive"
one "no archive" 'archive: no archive'

# What a source must not hold, although a table made by load-table may.
fresh
echo '{"nom":"a.zip","date_publication":"2021-13-24"}' \
    >"$in/france_competence.archive"
one "an archive of no day" "archive: date_publication: '2021-13-24' is not a date"
fresh
F RNCP400 act1=32/03/2024
one "an activation of no day" \
    "RNCP400: date_premiere_activation: '2024-03-32' is not a date"
fresh
F RNCP400
load
sqlite3 "$db/france_competence.db" 'DROP INDEX france_competence_numero_fiche'
sqlite3 "$db/france_competence.db" 'INSERT INTO france_competence
	SELECT * FROM france_competence'
run agg-certifications -d "$db" -o "$T/out.db"
refuses 1 "numero_fiche: 'RNCP400' occurs twice" "a fiche twice"
loaded=()

# Records whose CFD or fiche is gone are deleted, the others continue.
fresh
N 32031001
N 32031002
F RNCP400 act1=15/03/2024 fin=31/03/2029
F RNCP401 act1=15/03/2024 fin=31/03/2029
kit 32031001 RNCP400
kit 32031002 RNCP401
agg
is "$(stats)" "total:4,0,6,created:4,0,6,deleted:0,0,0" "two pairs, and their gaps"
sed -i /32031002/d "$in/bcn.n_formation_diplome" "$in/kit_apprentissage.kit_apprentissage"
sed -i /RNCP401/d "$in/france_competence.france_competence"
cp "$T/out.db" "$T/two.db"
agg
is "$(stats)" "total:2,0,3,created:0,0,0,deleted:2,0,3" "one pair is gone, its gaps too"
cp "$T/two.db" "$T/out.db"
N 32031002
agg
is "$(stats)" "total:3,0,4,created:0,0,0,deleted:1,0,2" \
    "a diploma whose fiche is gone"
for date in 2024-13-15 +99999999999999999999999999999999999999999 '-271821-04-20T00:00:00.000Z'; do
	cp "$T/two.db" "$T/out.db"
	sqlite3 "$T/out.db" "UPDATE certifications SET debut = '$date' WHERE rang = 1"
	agg
	case $date in
	-2*) clean "a beginning in the year -271821" ;;
	*) refuses 1 "out.db: certifications: debut: '.*' is not a date" \
		"the previous state begins on $date" ;;
	esac
done

# The previous state.
fresh
N 32031001
agg
cp "$T/out.db" "$T/before.db"
N 32031001 $ouv=nonsense
agg
refuses 1 nonsense "a failure"
cmp -s "$T/out.db" "$T/before.db" && [ ! -e "$T/out.db.tmp" ]
ok $? "leaves FILE as it was"
sed -i '$d' "$in/bcn.n_formation_diplome"
load
run agg-certifications -d "$db" -o "$db/bcn.db"
refuses 1 'no table certifications' "another database is not overwritten"
echo nonsense >"$T/x.db"
run agg-certifications -d "$db" -o "$T/x.db"
refuses 1 'x.db' "what is no database neither"
run agg-certifications -d "$db" -o "$T/none/x.db"
refuses 1 'none/x.db' "no directory"
agg-certifications -d "$db" -o "$T/out.db" >/dev/full 2>"$T/err"
rc=$?
refuses 1 'write' "statistics cannot be written"
cmp -s "$T/out.db" "$T/before.db"
ok $? "then nothing is published"
for name in bcn kit_apprentissage france_competence; do
	mv "$db/$name.db" "$T/away.db"
	run agg-certifications -d "$db" -o "$T/out.db"
	refuses 1 "$name.db: no such database" "$name.db is missing"
	mv "$T/away.db" "$db/$name.db"
done

run agg-certifications -v -d "$db" -o "$T/v.db"
is "$rc/$(sed 1q "$T/err")" \
    "0/agg-certifications: 1 CFDs, 0 fiches, 0 links of the kit" "-v"
run agg-certifications -h
is "$rc" 0 "-h"
run agg-certifications -V
is "$rc" 0 "-V"
run agg-certifications -d "$db" -o "$T/out.db" --nonsense
is "$rc" 2 "an unknown option"
run agg-certifications -d "$db"
is "$rc" 2 "no -o"
run agg-certifications -o "$T/out.db"
is "$rc" 2 "no -d"
run agg-certifications -d "$db" -o "$T/out.db" more
is "$rc" 2 "an operand"
done_testing
