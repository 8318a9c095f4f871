#!/bin/bash
# agg-formation: the known answers of the reference, its rules of look-up and of
# failure, the previous state. Inputs are loaded, not imported.
# shellcheck disable=SC1112 # the label's apostrophe is what it is
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2025-01-15T03:00:00.000Z
db=$T/db
mkdir "$db"

load() { # DATABASE TABLE: the records of standard input
	load-table "$db/$1.db" "$2" >/dev/null
}
agg() {
	run agg-formation "$@" -d "$db" -o "$db/formation.db"
}
# catalogue [FILTER...]: a row each, the default one changed by a jq filter
row=$(jq -c . "$fixtures/catalogue-row.json")
catalogue() {
	local f filter=empty
	for f in "$@"; do filter+=", (. | $f)"; done
	jq -c "$filter" <<<"$row" | load catalogue catalogue
}
# show FILTER: what it gives of every formation
# Small numbers as they are stored: jq 1.6 prints 1e-07 for 1e-7, jq 1.7 1E-7.
show() {
	cat-table "$db/formation.db" formation | jq -c "$1" |
	    sed -E 's/([0-9])[eE]-0*([1-9])/\1e-\2/g' >"$T/out"
}
fresh() {
	rm -f "$db/formation.db"
}

jq -nc -f "$fixtures/certifications.jq" >"$T/certifications"
load certifications certifications <"$T/certifications"

jq -c . "$fixtures/communes.json" | load communes commune

O1=$(jq -c . "$fixtures/organisme.json")
O2=$(jq -c '.identifiant.uai = null | .statut.referentiel = "supprimé"' <<<"$O1")
printf '%s\n' "$O1" "$O2" | load organismes organisme

etab() { # SIRET: the default établissement
	jq -c --arg s "$1" '.identifiant = $s | .etablissement.siret = $s' \
		"$fixtures/etablissement.json"
}
unit() { # SIREN: the default unité légale
	jq -c --arg s "$1" '.identifiant = $s | .unite_legale.siren = $s' \
		"$fixtures/unite-legale.json"
}
{
	etab 91000000200022
	etab 91000000300020
	echo '{"identifiant":"82000000300013","etablissement":null}'
} | load entreprise etablissement
{
	unit 910000002
	unit 910000003
	echo '{"identifiant":"820000003","unite_legale":null}'
} | load entreprise unite_legale
echo '{"codePostal":"29200","codeInsee":"29019","adresse":"12 B RUE DE L'"'"'EGLISE","point":null}' |
	load adresse adresse

# FA: a full record
catalogue '.date_debut = ["2024-09-02T00:00:00.000Z", "2022-09-05T00:00:00.000Z", "2023-09-04T00:00:00.000Z"] |
	.date_fin = ["2026-07-03T00:00:00.000Z", "2025-07-04T00:00:00.000Z"] | .capacite = "12" | .email = "cfa@exemple.fr " |
	.num_tel = "02 98 00 00 00" | .onisep_url = " http://www.onisep.fr/x y " | .onisep_intitule = "bac pro" | .etablissement_gestionnaire_uai = "0290900w" |
	.bcn_mefs_10 = [{mef10: "2472210331", modalite: {duree: "2", annee: "1"}}] | .etablissement_lieu_formation_siret = "82000000300013" |
	.etablissement_lieu_formation_uai = "290900w" | .distance = 12.5 | .contenu = "Contenu"'
agg
clean "FA"
is "$(cat "$T/out")" '{"success":1,"skipped":0,"archived":0}' "FA: statistics"
cat-table "$db/formation.db" >"$T/FA"
jq -c '.certification.valeur |= {identifiant, periode_validite}' "$T/FA" >"$T/out"
same_json "FA: the record" <"$fixtures/formation-full.json"
jq -c '.certification.valeur | del(.identifiant, .periode_validite)' "$T/FA" >"$T/out"
same_json "FA: the other members of the certification, in their order" <"$fixtures/formation-certification.json"
jq -cS . "$T/FA" | load formation formation
agg
is "$(jq -r .updated_at <(cat-table -a "$db/formation.db"))" \
	1970-01-01T00:00:00.000Z "the same record spelt otherwise has not changed"
is "$(cat-table "$db/formation.db")" "$(cat "$T/FA")" "  and is written canonically"

# FB: certifications, rows skipped, records archived
fresh
sed 's/K1/OLD/' "$T/FA" | jq -c '. + {created_at: "2020-01-01T00:00:00.000Z", updated_at: "2020-01-02T00:00:00.000Z"}' |
	load-table -a "$db/formation.db" formation >/dev/null
echo "$O2" | load organismes organisme
catalogue '.cle_ministere_educatif = "A"' \
	'.cle_ministere_educatif = "B" | .rncp_code = null' \
	'.cle_ministere_educatif = "C" | .rncp_code = "RNCPNR" | .cfd = "50033401"' \
	'.cle_ministere_educatif = "D" | .cfd = "50033401"' \
	'.cle_ministere_educatif = "E" | .cfd = "99999999"' \
	'.cle_ministere_educatif = "F" | .rncp_code = "RNCP999"' \
	'.cle_ministere_educatif = "G" | .published = false | .duree = "bad"' \
	'.cle_ministere_educatif = "H" | .published = false'
cp "$db/formation.db" "$T/old.db"
agg
clean "FB"
is "$(cat "$T/out")" '{"success":5,"skipped":3,"archived":1}' "FB: statistics"
show '[.identifiant.cle_ministere_educatif, .statut.catalogue, .certification.connue,
		.certification.valeur.identifiant.cfd, .certification.valeur.identifiant.rncp,
		.certification.valeur.periode_validite.debut, .certification.valeur.periode_validite.fin]'
same "FB: the table" <<'END'
["OLD","archivé",true,"40022105","RNCP37871","2023-08-25T00:00:00.000+02:00","2027-12-31T23:59:59.000+01:00"]
["A","publié",true,"40022105","RNCP37871","2023-08-25T00:00:00.000+02:00","2027-12-31T23:59:59.000+01:00"]
["B","publié",true,"40022105",null,"2021-09-01T00:00:00.000+02:00","2023-08-24T23:59:59.000+02:00"]
["C","publié",false,"50033401",null,"2015-09-01T00:00:00.000+02:00","2024-08-31T23:59:59.000+02:00"]
["D","publié",false,"50033401","RNCP37871","2023-08-25T00:00:00.000+02:00","2024-08-31T23:59:59.000+02:00"]
["H","archivé",true,"40022105","RNCP37871","2023-08-25T00:00:00.000+02:00","2027-12-31T23:59:59.000+01:00"]
END
run sqlite3 "$db/formation.db" 'SELECT cle_ministere_educatif, statut, cfd, rncp, code_insee, formateur,
		responsable, created_at, updated_at FROM formation LIMIT 2'
same "FB: columns; the dates of a record that is archived stay" <<'END'
OLD|archivé|40022105|RNCP37871|29019|90000000100017|90000000100017|2020-01-01T00:00:00.000Z|2020-01-02T00:00:00.000Z
A|publié|40022105|RNCP37871|29019|90000000100017|90000000100017|2025-01-15T03:00:00.000Z|2025-01-15T03:00:00.000Z
END
show 'select(.identifiant.cle_ministere_educatif == "OLD") | .statut.catalogue = "publié"'
sed 's/K1/OLD/' "$T/FA" | same "FB: nothing else changes in a record that is archived"
show 'select(.identifiant.cle_ministere_educatif == "D").certification.valeur | [.intitule.cfd.court,
		.intitule.rncp, .intitule.niveau.cfd.europeen, .intitule.niveau.rncp.europeen,
		.base_legale.cfd.creation, .blocs_competences.rncp[0].code, .domaines.nsf.cfd.code,
		.domaines.nsf.rncp[0].code, .domaines.rome.rncp[0].code, .type.nature.cfd.code,
		.type.gestionnaire_diplome, .type.enregistrement_rncp, .type.voie_acces.rncp.apprentissage,
		.type.certificateurs_rncp[0].nom, .continuite.cfd[0].code, .continuite.rncp[0].code,
		.identifiant.rncp_anterieur_2019]'
same "FB: the two sides, put together" <<'END'
["COURT","I","4","4",null,"1","334","221u","D1102","1","DGESCO","Enregistrement de droit",true,"N","50033401","RNCP37871",false]
END
sum=$(sha256sum <"$db/formation.db")
cp "$T/old.db" "$db/formation.db"
agg -v
is "$rc" 0 "FB again, with -v"
sed "s,$db/,,; / bytes read, /d" "$T/err" >"$T/out"
same "  names the published rows that were skipped" <<'END'
agg-formation: catalogue.db:5: E: skipped: cfd: no certification of '99999999'
agg-formation: catalogue.db:6: F: skipped: rncp_code: no certification of 'RNCP999'
END
is "$(sha256sum <"$db/formation.db")" "$sum" "  and writes the same bytes"
agg
SUITE_NOW=2025-02-01T00:00:00Z agg
is "$(sha256sum <"$db/formation.db")" "$sum" "nothing new at a later run: the same bytes"
is "$(cat "$T/out")" '{"success":5,"skipped":3,"archived":1}' "  and the same statistics"

# FB on the certifications that agg-certifications makes: their order of
# insertion is in column rang, not in that of the rows
mkdir "$T/built"
: | load-table "$T/built/bcn.db" n_formation_diplome_enquete_51
: | load-table "$T/built/bcn.db" v_formation_diplome
: | load-table "$T/built/bcn.db" n_niveau_formation_diplome
jq -nc '["40022105", "01/09/2021", "31/08/2028"], ["50033401", "01/09/2015", "31/08/2024"]' |
	jq -c '{FORMATION_DIPLOME: .[0], NIVEAU_FORMATION_DIPLOME: .[0][0:3], GROUPE_SPECIALITE: .[0][3:6],
		LIBELLE_COURT: "S", LIBELLE_STAT_33: "COURT", LIBELLE_LONG_200: "LONG", ANCIEN_DIPLOMES: [],
		NOUVEAU_DIPLOMES: [], DATE_OUVERTURE: .[1], DATE_FERMETURE: .[2]}' |
	load-table "$T/built/bcn.db" n_formation_diplome
echo '{"cfd":"40022105","rncp":"RNCP37871"}' | load-table "$T/built/kit_apprentissage.db" kit_apprentissage
echo '{"nom":"a.zip","date_publication":"2021-12-24"}' | load-table "$T/built/france_competence.db" archive
jq -c . "$fixtures/fiche.json" |
	load-table "$T/built/france_competence.db" france_competence
mv "$db/certifications.db" "$T/aside"
mv "$db/formation.db" "$T/aside2"
run agg-certifications -d "$T/built" -o "$db/certifications.db"
clean "agg-certifications"
agg
clean "FB on certifications that are built"
show '[.identifiant.cle_ministere_educatif, .certification.connue, .certification.valeur.identifiant.rncp, .certification.valeur.periode_validite.debut]'
same "  the same certifications" <<'END'
["A",true,"RNCP37871","2023-08-25T00:00:00.000+02:00"]
["B",true,null,"2021-09-01T00:00:00.000+02:00"]
["C",false,null,"2015-09-01T00:00:00.000+02:00"]
["D",false,"RNCP37871","2023-08-25T00:00:00.000+02:00"]
["H",true,"RNCP37871","2023-08-25T00:00:00.000+02:00"]
END
sqlite3 "$db/certifications.db" 'UPDATE certifications SET rang = -rang'
agg
show 'select(.identifiant.cle_ministere_educatif == "B").certification.valeur.periode_validite.debut'
same "  in the order of rang" <<<'"2028-01-01T00:00:00.000+01:00"'
mv "$T/aside" "$db/certifications.db"
mv "$T/aside2" "$db/formation.db"

# the previous state: order, dates, what a failed row does to its record
catalogue '.cle_ministere_educatif = "Z"' \
	'.cle_ministere_educatif = "H" | .published = false | .annee = "2"' \
	'.cle_ministere_educatif = "B" | .cfd = "99999999"' \
	'.cle_ministere_educatif = "A"' \
	'.cle_ministere_educatif = "Y" | .cfd = "99999999"' \
	'.cle_ministere_educatif = "X"' \
	'.cle_ministere_educatif = "Y"' \
	'.cle_ministere_educatif = "X" | .duree = "3"' \
	'.cle_ministere_educatif = "X" | .published = false | .duree = "-1"'
SUITE_NOW=2025-03-01T00:00:00Z agg
clean "another catalogue"
is "$(cat "$T/out")" '{"success":6,"skipped":3,"archived":4}' "  statistics count every row"
run sqlite3 "$db/formation.db" "SELECT cle_ministere_educatif, statut, substr(updated_at, 6, 2), doc ->> '\$.modalite.duree_indicative' FROM formation"
same "  previous records in their order, new ones behind; the last row of a key that can be made" <<'END'
OLD|archivé|01|2
A|publié|01|2
B|archivé|01|2
C|archivé|01|2
D|archivé|01|2
H|archivé|03|2
Z|publié|03|2
X|publié|03|3
Y|publié|03|2
END

# FC: organismes that the table does not know
fresh
printf '%s\n' "$O1" "$O2" | load organismes organisme
catalogue '.cle_ministere_educatif = "A" | .etablissement_formateur_siret = "91000000200022" |
		.etablissement_formateur_uai = "290900w" |
		.etablissement_gestionnaire_siret = "9100000020002"' \
	'.cle_ministere_educatif = "B" | .etablissement_formateur_siret = "82000000300013" | .etablissement_gestionnaire_uai = "0750001U"'
agg --compat
clean "FC"
show '{k: .identifiant.cle_ministere_educatif, formateur, responsable}'
same_json "FC: the records" <"$fixtures/formation-unknown-organismes.json"
agg
show '.formateur.organisme | select(.) | [.etablissement.creation, .unite_legale.creation]'
same "FC: API Entreprise's seconds, without --compat" <<'END'
["2005-01-01T00:00:00.000+01:00","2000-01-01T00:00:00.000+01:00"]
END

# look-ups of organismes: capitals, no padding; the least UAI but for none
jq -c '.identifiant.uai = ("0062183R", "0290900W")' <<<"$O1" | load organismes organisme
catalogue '.cle_ministere_educatif = "A" | .etablissement_formateur_uai = "0290900w" | .etablissement_gestionnaire_uai = "290900W"' \
	'.cle_ministere_educatif = "B" | .etablissement_formateur_siret = "" | .etablissement_gestionnaire_siret = " 90000000100017"'
agg
show '[.formateur, .responsable | .organisme.identifiant.uai, .connu]'
same "organismes: UAI in capitals, not padded; the least one otherwise; no SIRET" <<'END'
["0290900W",true,"0062183R",true]
[null,false,null,false]
END
printf '%s\n' "$O1" "$O2" | load organismes organisme

# FD: sessions and places
fresh
catalogue '.cle_ministere_educatif = "S1" | .date_debut = ["2024-09-02"] | .date_fin = ["2027-07-02",
		"2025-07-04", "2026-07-03"] | .duree = "3" | .annee = "2" | .code_commune_insee = "75101" |
		.code_postal = "75001"' \
	'.cle_ministere_educatif = "S2" | .date_debut = ["2024-09-01"] | .date_fin = ["2025-09-01", "2027-09-01"] | .code_commune_insee = "29900"' \
	'.cle_ministere_educatif = "S3" | .date_debut = ["2022-09-01", "2024-09-01", "2026-09-01"] |
		.date_fin = ["2025-09-01", "2025-10-01"] | .annee = "X" | .duree = "1" |
		.code_commune_insee = "99999"' \
	'.cle_ministere_educatif = "S4" | .date_debut = ["2025-09-01"] | .date_fin = ["2024-09-01"] |
		.code_commune_insee = "29200" | .code_postal = "99999" | .lieu_formation_geo_coordonnees = "" |
		.lieu_formation_geo_coordonnees_computed = " 48.4 , -4.5 ,x"'
agg
clean "FD"
show '{k: .identifiant.cle_ministere_educatif, commune: .lieu.adresse.commune, cp: .lieu.adresse.code_postal,
		geo: .lieu.geolocalisation.coordinates, sessions, m: .modalite}'
same_json "FD: the records" <"$fixtures/formation-places.json"

# values
fresh
i=0
rows=()
value() { # FILTER: one more row
	rows+=("$1 | .cle_ministere_educatif = \"$((i++))\"")
}
S='.date_debut = ["2024-09-01"] | .date_fin = ["2025-09-01"]'
value '.duree = " 3 " | .annee = "9"'
value '.duree = "1e1" | .annee = "X"'
value '.duree = "2.0" | .annee = "02"'
value '.duree = 2 | .annee = true'
value "$S"' | .capacite = ""'
value "$S"' | .capacite = "12.5"'
value '.capacite = "n/a"'
value '.lieu_formation_geo_coordonnees = ","'
value '.lieu_formation_geo_coordonnees = "48.1" | .lieu_formation_geo_coordonnees_computed = "0x10,1e-7"'
value '.distance = 1e-7 | .email = "a'"'"'b@c.fr" | .onisep_url = "mailto:x"'
value '.etablissement_lieu_formation_siret = "900000001" | .etablissement_lieu_formation_uai = "1b" | .email = "a@c"'
value '.etablissement_lieu_formation_siret = "90000000100018" | .etablissement_lieu_formation_uai = "0290900A" | .onisep_url = "www.onisep.fr"'
value '.bcn_mefs_10 = [{mef10: "1"}, {mef10: "2"}] | .contenu = "é\u0001\"" | .onisep_lien_site_onisepfr = "x"'
value '.rncp_code = "" | .cfd = "13531001"'
value '.rncp_code = "RNCP36001" | .cfd = "13531001"'
catalogue "${rows[@]}"
agg
clean "values"
show '[.modalite.duree_indicative, .modalite.annee_cycle, .modalite.mef_10, .sessions[0].capacite,
		.lieu.geolocalisation.coordinates, .lieu.precision, .lieu.siret, .lieu.uai, .contact.email,
		.onisep.url, .contenu_educatif.contenu, .certification.connue,
		.certification.valeur.periode_validite.debut]'
same "values: numbers, identifiers, addresses" <<'END'
[3,9,null,null,[-4.49,48.39],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[10,null,null,null,[-4.49,48.39],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,2,null,null,[-4.49,48.39],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[-4.49,48.39],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,0,[-4.49,48.39],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,12.5,[-4.49,48.39],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[-4.49,48.39],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[0,0],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[1e-7,16],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[-4.49,48.39],1e-7,null,null,"a'b@c.fr","mailto:x","",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[-4.49,48.39],null,"00000900000001","0000001B",null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[-4.49,48.39],null,null,null,null,null,"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[-4.49,48.39],null,null,null,null,null,"é\u0001\"",true,"2023-08-25T00:00:00.000+02:00"]
[2,1,null,null,[-4.49,48.39],null,null,null,null,null,"",false,null]
[2,1,null,null,[-4.49,48.39],null,null,null,null,null,"",false,null]
END
run grep -c '"precision":1e-7,' <(cat-table "$db/formation.db")
is "$(cat "$T/out")" 1 "values: printed as ECMAScript prints them"

# rows that end the run, published; that are skipped, not published
before=$(sha256sum <"$db/formation.db")
bad() { # FILTER PATTERN NAME
	catalogue '.cle_ministere_educatif = "OK"' "$1"
	agg
	refuses 1 "catalogue\.db:2: K1: $2" "$3"
	is "$(sha256sum <"$db/formation.db")" "$before" "  nothing is published"
	catalogue '.cle_ministere_educatif = "OK"' "$1 | .published = false"
	run agg-formation -d "$db" -o "$T/other.db"
	is "$(cat "$T/out")" '{"success":1,"skipped":1,"archived":0}' "  skipped if it is not published"
	rm -f "$T/other.db"
}
bad '.date_debut = ["2027-09-02"] | .date_fin = ["2025-07-04", "2026-07-03"]' "date_debut: .*'2027-09-02'" "no valid pair of dates"
bad "$S"' | .capacite = "n/a"' "capacite: a number is expected, not 'n/a'" "capacite"
bad '.lieu_formation_geo_coordonnees = "99,1"' "lieu_formation_geo_coordonnees: .*'99,1'" "coordinates out of range"
bad '.lieu_formation_geo_coordonnees = "48.1;2.1"' "lieu_formation_geo_coordonnees: .*'48.1;2.1'" "no coordinates"
bad '.bcn_mefs_10 = [{mef10: "12"}]' 'bcn_mefs_10: ' "mef10"
bad '.duree = "bad"' "duree: .*'bad'" "duree"
bad '.duree = "1.5"' "duree: .*'1.5'" "duree, a fraction"
bad '.duree = ""' "duree: .*''" "duree, empty"
bad '.annee = "x"' "annee: .*'x'" "annee"
bad '.annee = "0"' "annee: .*'0'" "annee, zero"
bad '.date_debut = ["zz"] | .date_fin = ["2025-07-04"]' "date_debut: .*'zz'" "date"
bad '.date_debut = ["2025-07-04"] | .date_fin = ["02/09/2025"]' "date_fin: .*'02/09/2025'" "a date of another form"
bad '.code_commune_insee = "99999" | .code_postal = "99999"' "code_commune_insee: .*'99999'" "no commune"
bad '.num_tel = 1' "num_tel: a string is expected, not '1'" "a number for a string"
bad 'del(.num_tel)' "num_tel: missing" "a member missing"
bad '.annee = null' "annee: .*'null'" "annee, null"
bad '.annee = {}' "annee: .*'{[}]'" "annee, an object"
bad '.lieu_formation_adresse = 1' "lieu_formation_adresse: a string is expected, not '1'" "an address that is a number"
bad '.code_postal = 29200' "code_postal: a string is expected, not '29200'" "a postal code that is a number"
bad '.distance = "near"' "distance: a number is expected, not 'near'" "distance"
bad '.onisep_intitule = []' "onisep_intitule: a string is expected, not '\[\]'" "onisep_intitule"
bad '.bcn_mefs_10 = null' "bcn_mefs_10: an array is expected, not 'null'" "no list of mefs"
bad '.entierement_a_distance = "oui"' "entierement_a_distance: true or false is expected, not 'oui'" "entierement_a_distance"
bad '.contenu = 1' "contenu: a string is expected, not '1'" "contenu"
bad '.code_commune_insee = "99999" | .lieu_formation_geo_coordonnees = "x"' "lieu_formation_geo_coordonnees: .*'x'" \
	"no coordinates where the commune is found by code_postal"
catalogue '.cle_ministere_educatif = 1'
agg
refuses 1 "catalogue\.db:1: 1: cle_ministere_educatif: a string is expected, not '1'" "a key that is a number"

# which of two faults comes first
fault() { # FILTER SUCCESS-OR-REFUSAL NAME
	catalogue "$1"
	run agg-formation -d "$db" -o "$T/other.db"
	is "$rc/$(cut -c1-100 "$T/out" | jq -r .skipped 2>/dev/null)" "$2" "$3"
	rm -f "$T/other.db"
}
fault '.cfd = "99999999" | .duree = "bad"' 0/1 "no certification and bad duree: skipped"
fault '.cfd = "99999999" | .lieu_formation_geo_coordonnees = "x"' 1/ "no certification and bad coordinates: ends the run"
fault '.cfd = "99999999" | .code_commune_insee = "99999" | .lieu_formation_geo_coordonnees = "x"' 0/1 "  skipped where the commune is found by code_postal only"
fault '.cfd = "99999999" | .code_commune_insee = "9" | .code_postal = "9"' 0/1 "no certification and no commune: skipped"

# what is missing is named
catalogue '.published = false | .etablissement_formateur_siret = "91000000400028"'
agg
refuses 1 "entreprise\.db: no answer about etablissement '91000000400028'" "a SIRET never asked"
printf '%s\n' '{"codePostal":"1","codeInsee":"2","adresse":"3","point":null}' | load adresse adresse
catalogue '.etablissement_formateur_siret = "91000000300020"'
agg
refuses 1 "adresse\.db: no answer about '12 B RUE DE L'EGLISE 29200 29019'" "an address never asked"
is "$(sha256sum <"$db/formation.db")" "$before" "  nothing is published"
for name in catalogue certifications organismes communes entreprise adresse; do
	mv "$db/$name.db" "$T/aside"
	agg
	refuses 1 "$name\.db: no such database" "no $name.db"
	mv "$T/aside" "$db/$name.db"
done

# What another database must not hold, although a table made by load-table may.
spoilt() { # DATABASE SQL PATTERN NAME
	catalogue .
	cp "$db/$1.db" "$T/aside"
	sqlite3 "$db/$1.db" "$2"
	agg
	refuses 1 "$3" "$4"
	mv "$T/aside" "$db/$1.db"
}
spoilt certifications "UPDATE certifications SET doc = json_set(doc, '$.intitule.rncp', 1)" \
	'K1: intitule.rncp: a string is expected' "a certification that is wrong"
spoilt communes "UPDATE commune SET doc = json_set(doc, '$.departement.nom', json('{}'))" \
	'K1: departement.nom: a string is expected' "a commune that is wrong"
spoilt organismes "UPDATE organisme SET doc = json_set(doc, '$.unite_legale.actif', 3)" \
	'K1: unite_legale.actif: true or false is expected' "an organisme that is wrong"
cp "$db/communes.db" "$T/aside"
sqlite3 "$db/communes.db" "UPDATE commune SET doc = json_set(doc, '$.anciennes', json('[{\"nom\":\"A\",\"codeInsee\":null}]'))"
run agg-formation -d "$db" -o "$T/other.db"
clean "a former commune without code leads nowhere"
mv "$T/aside" "$db/communes.db"
asked() { # POINT: API Adresse's answer
	echo '{"codePostal":"29200","codeInsee":"29019","adresse":"12 B RUE DE L'"'"'EGLISE","point":'"$1}" |
		load adresse adresse
}
asked null
catalogue '.etablissement_formateur_siret = "91000000200022"'
cp "$db/entreprise.db" "$T/aside"
sqlite3 "$db/entreprise.db" "UPDATE etablissement SET doc = json_set(doc, '$.etablissement.date_creation', 1e300)"
agg
refuses 1 "K1: creation: a date is expected, not '1\.0e\+300'" "an établissement made in the year 1e292"
cp "$T/aside" "$db/entreprise.db"
sqlite3 "$db/entreprise.db" "UPDATE unite_legale SET doc = json_set(doc, '$.unite_legale.date_cessation', 'x')"
agg
refuses 1 "K1: fermeture: a date is expected, not '\"x\"'" "an unité légale that ceased on no day"
mv "$T/aside" "$db/entreprise.db"
asked '{"type":"Point"}'
agg
refuses 1 'K1: geopoint: a Point is expected, not' "a place without coordinates"

# A previous record that is not valid is archived as it stands; one without
# statut cannot be marked.
cp "$db/formation.db" "$T/kept.db"
echo '{"identifiant":{"cle_ministere_educatif":"W"},"statut":{"catalogue":"publié"},"odd":[1.5]}' | load formation formation
catalogue
agg
clean "an invalid record of the previous state"
show .
same "  is archived as it stands" <<'END'
{"identifiant":{"cle_ministere_educatif":"W"},"statut":{"catalogue":"archivé"},"odd":[1.5]}
END
echo '{"identifiant":{"cle_ministere_educatif":"W"}}' | load formation formation
agg
refuses 1 'formation.db: a record without statut' "one without statut"
mv "$T/kept.db" "$db/formation.db"

# an empty catalogue archives everything
catalogue
agg
clean "an empty catalogue"
is "$(cat "$T/out")" '{"success":0,"skipped":0,"archived":15}' "  archives everything"
fresh
agg
clean "nothing at all"
is "$(cat-table "$db/formation.db" formation)" "" "  gives an empty table"

for o in -h -V; do run agg-formation $o; clean "$o"; done
run agg-formation -d "$db"
is "$rc" 2 "no -o"
run agg-formation -o "$T/x.db"
is "$rc" 2 "no -d"
run agg-formation -Z
is "$rc" 2 "an unknown option"
run agg-formation -d "$db" -o "$T/x.db" x
is "$rc" 2 "an operand"
if [ -e /dev/full ]; then
	agg-formation -d "$db" -o "$db/formation.db" >/dev/full 2>"$T/err"
	rc=$?
	refuses 1 "No space left" "a full device"
else
	skip "no /dev/full"
fi
done_testing
