#!/bin/bash
# check-data: a small set without findings; each check finds the one thing that
# is then changed in it.
. "$(dirname "$0")/lib.sh"
export SUITE_NOW=2026-11-20T10:31:00Z
base=$T/base/db
db=$T/db
mkdir -p "$base"

# put DB TABLE: loads standard input, JSON laid out in any way, into the table, in
# $into.
into=$base
put() { jq -c . | load-table "$into/$1.db" "$2"; }

put bcn n_formation_diplome <<'W'
{
  "FORMATION_DIPLOME": "40022105",
  "NIVEAU_FORMATION_DIPLOME": "400",
  "LIBELLE_COURT": "BAC PRO",
  "DATE_OUVERTURE": "01/09/2021",
  "DATE_FERMETURE": "31/08/2028",
  "ANCIEN_DIPLOMES": [],
  "NOUVEAU_DIPLOMES": []
}
W
put bcn n_formation_diplome_enquete_51 </dev/null
put bcn n_niveau_formation_diplome <<'W'
{"NIVEAU_FORMATION_DIPLOME":"400","NIVEAU_INTERMINISTERIEL":"4","LIBELLE_COURT":"BAC"}
{"NIVEAU_FORMATION_DIPLOME":"013","NIVEAU_INTERMINISTERIEL":"5","LIBELLE_COURT":"MC5"}
W
put bcn v_formation_diplome <<'W'
{"FORMATION_DIPLOME":"40022105","NIVEAU_FORMATION_DIPLOME":"400","DATE_OUVERTURE":"01/09/2021","DATE_FERMETURE":"31/08/2028"}
W
put kit_apprentissage kit_apprentissage <<'W'
{"cfd":"40022105","rncp":"RNCP37871"}
W
put france_competence archive <<'W'
{"nom":"export-fiches-csv-2021-12-24.zip","date_publication":"2021-12-23T23:00:00.000Z"}
{"nom":"export-fiches-csv-2026-11-01.zip","date_publication":"2026-10-31T23:00:00.000Z"}
W
put france_competence france_competence <<'W'
{
  "numero_fiche": "RNCP37871",
  "active": true,
  "date_premiere_publication": "2023-08-24T22:00:00.000Z",
  "date_derniere_publication": "2026-10-31T23:00:00.000Z",
  "date_premiere_activation": "2023-08-24T22:00:00.000Z",
  "date_derniere_activation": "2026-10-31T23:00:00.000Z",
  "data": {
    "voies_d_acces": [
      {
        "Si_Jury": "En contrat d’apprentissage"
      }
    ],
    "standard": {
      "Date_Fin_Enregistrement": "31/12/2027",
      "Actif": "ACTIVE"
    }
  }
}
W
cfd='"intitule":{"niveau":{"cfd":{"europeen":"4","libelle":null},"rncp":{"europeen":"4"}}},"type":{"nature":{"cfd":{"libelle":"DIPLOME NATIONAL"}}}'
open=${cfd/'"type":{'/'"type":{"voie_acces":{"rncp":{"apprentissage":true}},'}
put certifications certifications <<W
{
  "identifiant": {
    "cfd": "40022105",
    "rncp": null
  },
  "periode_validite": {
    "debut": "2021-09-01T00:00:00.000+02:00",
    "fin": "2023-08-24T23:59:59.000+02:00",
    "cfd": {
      "ouverture": "2021-09-01T00:00:00.000+02:00",
      "fermeture": "2028-08-31T23:59:59.000+02:00"
    },
    "rncp": null
  },
  $cfd,
  "continuite": {
    "cfd": [],
    "rncp": null
  }
}
{
  "identifiant": {
    "cfd": "40022105",
    "rncp": "RNCP37871"
  },
  "periode_validite": {
    "debut": "2023-08-25T00:00:00.000+02:00",
    "fin": "2027-12-31T23:59:59.000+01:00",
    "cfd": {
      "ouverture": "2021-09-01T00:00:00.000+02:00",
      "fermeture": "2028-08-31T23:59:59.000+02:00"
    },
    "rncp": {
      "activation": "2023-08-25T00:00:00.000+02:00",
      "actif": true,
      "fin_enregistrement": "2027-12-31T23:59:59.000+01:00"
    }
  },
  $open,
  "continuite": {
    "cfd": [],
    "rncp": [
      {
        "code": "RNCP37871"
      }
    ]
  }
}
{
  "identifiant": {
    "cfd": "40022105",
    "rncp": null
  },
  "periode_validite": {
    "debut": "2028-01-01T00:00:00.000+01:00",
    "fin": "2028-08-31T23:59:59.000+02:00",
    "cfd": {
      "ouverture": "2021-09-01T00:00:00.000+02:00",
      "fermeture": "2028-08-31T23:59:59.000+02:00"
    },
    "rncp": null
  },
  $cfd,
  "continuite": {
    "cfd": [],
    "rncp": null
  }
}
W
put referentiel referentiel <<'W'
{"siret":"90000000100017","uai":"0290900W","uai_potentiels":[{"uai":"0290900W"}],"_meta":{"nouveau":false,"anomalies":[]}}
W
put entreprise etablissement <<'W'
{"identifiant":"90000000100017","etablissement":{"siret":"90000000100017"}}
W
put entreprise unite_legale <<'W'
{"identifiant":"900000001","unite_legale":{"siren":"900000001"}}
W
put adresse adresse <<'W'
{"codePostal":"29200","codeInsee":"29019","adresse":"12 RUE","point":{"coordinates":[-4.5,48.4],"type":"Point"}}
W
put organismes organisme <<'W'
{
  "identifiant": {
    "uai": "0290900W",
    "siret": "90000000100017"
  },
  "etablissement": {
    "siret": "90000000100017",
    "ouvert": true,
    "adresse": {
      "label": "12 RUE"
    },
    "creation": "2005-01-01T00:00:00.000+01:00"
  },
  "unite_legale": {
    "actif": true,
    "raison_sociale": "CFA EXEMPLE"
  },
  "statut": {
    "referentiel": "présent"
  }
}
W
put communes commune <<W
{"nom":"Brest","code":{"insee":"29019","postaux":["29200"]},\
"departement":{"codeInsee":"29"},"anciennes":[],"arrondissements":[],\
"academie":{"nom":"Rennes"},"mission_locale":{"id":29231}}
W
put mission_locale insee_to_ml <<'W'
{
  "code_insee": "29019",
  "ml": {
    "id": 29231,
    "code": "29231",
    "nom": "29-ML BREST",
    "siret": "15000000800014",
    "localisation": {
      "geopoint": {
        "coordinates": [
          -4.5,
          48.4
        ],
        "type": "Point"
      },
      "adresse": "6 rue"
    },
    "contact": {
      "email": null,
      "telephone": "02",
      "siteWeb": null
    }
  }
}
W
put catalogue catalogue <<'W'
{
  "cle_ministere_educatif": "K1",
  "cfd": "40022105",
  "rncp_code": "RNCP37871",
  "published": true,
  "etablissement_formateur_siret": "90000000100017",
  "etablissement_formateur_uai": "0290900w",
  "etablissement_gestionnaire_siret": "90000000100017",
  "etablissement_gestionnaire_uai": "0290900W"
}
W
o='{"organisme":{"identifiant":{"uai":"0290900W","siret":"90000000100017"},"etablissement":{"ouvert":true},"statut":{"referentiel":"présent"}},"connu":true}'
put formation formation <<W
{
  "identifiant": {
    "cle_ministere_educatif": "K1"
  },
  "statut": {
    "catalogue": "publié"
  },
  "formateur": $o,
  "responsable": $o,
  "certification": {
    "valeur": {
      "identifiant": {
        "cfd": "40022105",
        "rncp": "RNCP37871"
      },
      "periode_validite": {
        "fin": "2027-12-31T23:59:59.000+01:00"
      }
    },
    "connue": true
  },
  "lieu": {
    "adresse": {
      "commune": {
        "code_insee": "29019"
      }
    },
    "geolocalisation": {
      "coordinates": [
        -4.49,
        48.39
      ],
      "type": "Point"
    }
  },
  "sessions": [
    {
      "debut": "2024-09-02T02:00:00.000+02:00",
      "fin": "2026-07-03T02:00:00.000+02:00",
      "capacite": 12
    }
  ]
}
W
put acce acce_uai <<'W'
{
  "numero_uai": "0290900W",
  "nature_uai": "320",
  "nature_uai_libe": "CFA",
  "type_uai": "CFA",
  "type_uai_libe": "Centre",
  "etat_etablissement": "1",
  "etat_etablissement_libe": "Ouvert",
  "secteur_public_prive": "PR",
  "secteur_public_prive_libe": "Privé",
  "date_ouverture": "01/09/2001",
  "date_fermeture": null
}
W
put kali_ccn kali_ccn <<'W'
{"type":"IDCC","id":"KALICONT1","idcc":843,"titre":"Boulangerie","etat":"VIGUEUR_ETEN","debut":"1976-03-18T23:00:00.000Z","fin":null}
{"type":"TI","id":"KALICONT2","titre":"Accord","etat":"PERIME","debut":"2024-07-15T10:00:00.000Z","fin":"2023-07-15T10:00:00.000Z"}
W
put dares_ccn dares_ccn <<'W'
{"idcc":843,"titre":"Boulangerie"}
W
put dares_ape_idcc dares_ape_idcc <<'W'
{"naf":{"code":"1071C","intitule":"Boulangerie"},"convention_collective":{"idcc":843,"titre":"Boulangerie"}}
{"naf":{"code":"0112Z","intitule":"Riz"},"convention_collective":null}
W
put npec npec_normalized <<'W'
{"rncp":"RNCP1","cpne_code":"7","npec":[0,1],"idcc":[],"filename":"a.xlsx","date_file":"2022-08-31T22:00:00.000Z"}
{"rncp":"RNCP37871","cpne_code":"7","npec":[7250],"idcc":[843],"filename":"b.xlsx","date_file":"2024-07-17T22:00:00.000Z"}
W

run check-data -d "$base"
clean 'a set without findings'
same 'nothing is printed' </dev/null
run check-data -s -d "$base" -p "$base"
clean 'the same against itself'
check-data -l >"$T/list"
same 'only the total' <<W
$(wc -l <"$T/list") checks; errors 0, warnings 0, infos 0
W

# change DB TABLE FILTER: puts through jq the records of the base; finds then
# compares what NAME finds, "severity table key detail", and mends the set.
cp -r "$base" "$db"
into=$db
change() {
	cat-table "$base/$1.db" "$2" | jq -c "$3" | put "$1" "$2"
	changed="${changed-} $1"
}
finds() {
	run check-data --max-errors 9 -c "$1" -d "$db"
	is "$rc/$(cat "$T/err")/$(jq -r \
	    '"\(.check) \(.severity) \(.table) \(.key | tojson) \(.detail)"' \
	    "$T/out")" "0//$1 $2" "$1"
	echo "$1" >>"$T/seen"
	for d in $changed; do cp "$base/$d.db" "$db"; done
	changed=
}

change bcn v_formation_diplome '., .'
finds bcn-duplicate 'warning v_formation_diplome {"FORMATION_DIPLOME":"40022105"} rows: 2'
cat-table "$base/bcn.db" v_formation_diplome | put bcn n_formation_diplome_enquete_51
changed=bcn
finds bcn-n-and-51 'warning n_formation_diplome_enquete_51 {"FORMATION_DIPLOME":"40022105"} also in n_formation_diplome'
change bcn v_formation_diplome '., (.FORMATION_DIPLOME = "50022137")'
finds bcn-v-only 'warning v_formation_diplome {"FORMATION_DIPLOME":"50022137"} in no other table'
change bcn n_formation_diplome '.OBSERVATION = "l\u0092été" | .COMMENTAIRE = "é\u00a0\u007f"'
finds bcn-control-char 'warning n_formation_diplome {"FORMATION_DIPLOME":"40022105","column":"OBSERVATION"} U+0092 in the text'
change bcn n_niveau_formation_diplome \
    'if .NIVEAU_FORMATION_DIPLOME == "013" then .NIVEAU_FORMATION_DIPLOME = null else . end'
finds bcn-niveau-null 'warning n_niveau_formation_diplome {"row":2,"NIVEAU_INTERMINISTERIEL":"5"} MC5'
change bcn n_niveau_formation_diplome \
    'if .NIVEAU_FORMATION_DIPLOME == "013" then .NIVEAU_INTERMINISTERIEL = "0" else . end'
finds bcn-niveau-rule 'error n_niveau_formation_diplome {"NIVEAU_FORMATION_DIPLOME":"013"} NIVEAU_INTERMINISTERIEL 0'
change bcn n_formation_diplome '.NIVEAU_FORMATION_DIPLOME = "401"'
finds bcn-niveau-unknown 'warning n_formation_diplome {"FORMATION_DIPLOME":"40022105"} level 401'
change bcn n_formation_diplome '.DATE_FERMETURE = "31/08/2021"'
finds bcn-periode-inverted 'warning n_formation_diplome {"FORMATION_DIPLOME":"40022105"} from 01/09/2021 to 31/08/2021'
change bcn n_formation_diplome '.ANCIEN_DIPLOMES = ["40022101"]'
finds bcn-continuite-unknown 'info n_formation_diplome {"ancien":"40022101","nouveau":"40022105"} said by ANCIEN_DIPLOMES'
change bcn n_formation_diplome '(.NOUVEAU_DIPLOMES = ["40022106", "40022107"]),
    (.FORMATION_DIPLOME = "40022106" | .ANCIEN_DIPLOMES = ["40022105"])'
finds bcn-continuite-one-sided 'info n_formation_diplome {"ancien":"40022105","nouveau":"40022107"} only in NOUVEAU_DIPLOMES'

kit() { change kit_apprentissage kit_apprentissage "., $1"; }
change kit_apprentissage kit_apprentissage '., {cfd: "40022106", rncp}, {cfd: "40022106", rncp: "RNCP1"}'
finds kit-cfd-unknown 'warning kit_apprentissage {"cfd":"40022106"} pairs: 2, the first with RNCP1'
kit '(.rncp = "RNCP1")'
finds kit-rncp-unknown 'warning kit_apprentissage {"rncp":"RNCP1"} pairs: 1, the first with 40022105'
kit '(.cfd = "00000000")'
finds kit-cfd-malformed 'warning kit_apprentissage {"cfd":"00000000"} pairs: 1, the first with RNCP37871'
kit '(.rncp = "RNCP30387?")'
finds kit-rncp-malformed 'warning kit_apprentissage {"rncp":"RNCP30387?"} pairs: 1, the first with 40022105'

fiche() { change france_competence france_competence "$1"; }
change france_competence archive \
    'if .nom < "export-fiches-csv-2022" then ., (.nom = "a.zip") else . end'
finds archive-same-date 'info archive {"date_publication":"2021-12-23T23:00:00.000Z"} a.zip, export-fiches-csv-2021-12-24.zip'
fiche '.data.standard = null'
finds fiche-active-without-standard 'warning france_competence {"numero_fiche":"RNCP37871"} active as it was, standard null'
fiche '.data.standard = null | .active = null'
finds fiche-without-standard 'info france_competence {"numero_fiche":"RNCP37871"} active null'
fiche '.data.standard.Date_Fin_Enregistrement = "19/11/2026"'
finds fiche-active-expired 'warning france_competence {"numero_fiche":"RNCP37871"} Date_Fin_Enregistrement 19/11/2026'
fiche '.date_derniere_publication = "2026-10-30T23:00:00.000Z"'
finds fiche-vanished 'info france_competence {"numero_fiche":"RNCP37871"} last seen on 2026-10-31, active then'
put bcn n_formation_diplome </dev/null
changed=bcn
finds fiche-v-only 'warning france_competence {"numero_fiche":"RNCP37871"} its CFD are in V_FORMATION_DIPLOME alone: 40022105'

cert() { change certifications certifications "$1"; }
pair='.identifiant.rncp != null'
cert 'select(.identifiant.rncp == null)'
finds cfd-orphan 'warning certifications {"cfd":"40022105"} from 2021-09-01 to 2028-08-31'
cert 'select(.identifiant.rncp == null) | .periode_validite.fin |= sub("2028"; "2026")'
finds cfd-orphan-past 'info certifications {"cfd":"40022105"} from 2021-09-01 to 2026-08-31'
cert "select($pair) | .identifiant.cfd = null | .periode_validite.debut = null"
finds rncp-orphan 'warning certifications {"rncp":"RNCP37871"} from ... to 2027-12-31'
cert "select($pair) | .identifiant.cfd = null | .periode_validite.fin |= sub(\"2027\"; \"2025\")"
finds rncp-orphan-past 'info certifications {"rncp":"RNCP37871"} from 2023-08-25 to 2025-12-31'
cert "if $pair then ., . else . end"
finds certification-duplicate \
    'warning certifications {"cfd":"40022105","rncp":"RNCP37871",'\
'"debut":"2023-08-25T00:00:00.000+02:00",'\
'"fin":"2027-12-31T23:59:59.000+01:00"} records: 2'
cert "if $pair then ., (.periode_validite |= (.debut = \"2022-05-01T00:00:01.000+02:00\" | .fin = \"2022-05-01T00:00:00.000+02:00\")) else . end"
finds certification-periode-inverted \
    'warning certifications {"cfd":"40022105","rncp":"RNCP37871",'\
'"debut":"2022-05-01T00:00:01.000+02:00",'\
'"fin":"2022-05-01T00:00:00.000+02:00"} by a second'
cert 'if .periode_validite.debut < "2022" then .periode_validite.fin |= sub("24T"; "25T") else . end'
finds cfd-doubly-covered \
    'warning certifications {"cfd":"40022105","rncp":null,'\
'"debut":"2021-09-01T00:00:00.000+02:00",'\
'"fin":"2023-08-25T23:59:59.000+02:00"} records: 1, the first with RNCP37871'
cert "if $pair then ., (.identifiant.cfd = null | .periode_validite.debut = null) else . end"
finds rncp-doubly-covered \
    'warning certifications {"cfd":null,"rncp":"RNCP37871","debut":null,'\
'"fin":"2027-12-31T23:59:59.000+01:00"} records: 1, the first with 40022105'
cert 'select(.periode_validite.debut < "2028")'
finds cfd-uncovered 'error certifications {"cfd":"40022105"} nothing from 2028-01-01 to 2028-08-31'
cert 'select(.periode_validite.debut > "2022")'
finds cfd-uncovered 'error certifications {"cfd":"40022105"} nothing from 2021-09-01 to 2023-08-24'
cert "if $pair then ., (.periode_validite.debut |= sub(\"2023\"; \"2024\")) | .identifiant.rncp = \"RNCP1\" else . end |
    if .periode_validite.debut < \"2024\" and .identifiant.rncp then .periode_validite.fin = \"2024-01-01T00:00:00.000+01:00\" else . end"
finds cfd-uncovered 'error certifications {"cfd":"40022105"} nothing from 2024-01-01 to 2024-08-24'
cert "if $pair then .periode_validite.rncp.activation = null else . end"
finds rncp-uncovered 'error certifications {"rncp":"RNCP37871"} nothing from ... to 2023-08-24'
cert "if $pair then ., (.identifiant.rncp = \"RNCP4\" | .periode_validite.debut |= sub(\"2023\"; \"2024\")) else . end"
finds cfd-two-fiches 'info certifications {"cfd":"40022105","rncp":"RNCP37871"} RNCP4 too, from 2024-08-25 to 2027-12-31'
cert "if $pair then .intitule.niveau.rncp.europeen = \"5\" else . end"
finds niveau-differs 'warning certifications {"cfd":"40022105","rncp":"RNCP37871"} diploma 4, fiche 5'
cert '.intitule.niveau.cfd.libelle = "DIPLOME NATIONAL"'
finds niveau-libelle 'info certifications {} records: 3'
cert "if $pair then .continuite.rncp = [{code: \"RNCP1\"}] else . end"
finds continuite-without-self 'info certifications {"rncp":"RNCP37871"} records: 1'

ref() { change referentiel referentiel "$1"; }
ref '., (.siret = "90000000100018")'
finds referentiel-siret-malformed 'error referentiel {"siret":"90000000100018","uai":"0290900W"} wrong digits or key'
ref '.uai = "0290900A"'
finds referentiel-uai-malformed 'error referentiel {"siret":"90000000100017","uai":"0290900A"} wrong form or key'
ref '., (.uai = "290900w")'
finds referentiel-duplicate 'warning referentiel {"siret":"90000000100017","uai":"0290900W"} records: 2'
ref '., (.uai = null)'
finds referentiel-siret-twice 'warning referentiel {"siret":"90000000100017"} none,0290900W'
ref '., (.siret = "82000000300013")'
finds referentiel-uai-shared 'info referentiel {"uai":"0290900W"} 82000000300013,90000000100017'
ref 'del(.uai)'
finds referentiel-uai-potentiels 'info referentiel {"siret":"90000000100017"} 0290900W'
ref '._meta.anomalies = [{type: "a", code: "geocodage"}, {type: "b"}]'
finds referentiel-anomalies 'info referentiel {"siret":"90000000100017","uai":"0290900W"} geocodage,b'
ref '., (.siret = "82000000300013")'
finds referentiel-without-organisme 'warning referentiel {"siret":"82000000300013","uai":"0290900W"} no organisme'
change entreprise etablissement '.etablissement = null'
finds etablissement-unknown 'info etablissement {"identifiant":"90000000100017"} null is kept as the answer'
change entreprise unite_legale '.unite_legale = null'
finds unite-legale-unknown 'info unite_legale {"identifiant":"900000001"} null is kept as the answer'
change adresse adresse '.point = null'
finds adresse-unknown 'info adresse {"codePostal":"29200","codeInsee":"29019","adresse":"12 RUE"} no point'

org() { change organismes organisme "$1"; }
change entreprise unite_legale '.unite_legale = null'
finds organisme-frozen 'warning organisme {"siret":"90000000100017","uai":"0290900W"} CFA EXEMPLE'
change entreprise unite_legale '.unite_legale = null'
org '.identifiant.siret = "00000900000001"'
finds organisme-frozen 'warning organisme {"siret":"00000900000001","uai":"0290900W"} CFA EXEMPLE'
org '.identifiant.uai = null'
finds organisme-without-uai 'warning organisme {"siret":"90000000100017"} CFA EXEMPLE'
org '.etablissement.adresse = null'
finds organisme-without-adresse 'warning organisme {"siret":"90000000100017","uai":"0290900W"} CFA EXEMPLE'
org '.etablissement.ouvert = false'
finds organisme-closed 'warning organisme {"siret":"90000000100017","uai":"0290900W"} établissement closed'
org '.unite_legale.actif = false'
finds organisme-closed 'warning organisme {"siret":"90000000100017","uai":"0290900W"} unité légale closed'
org '.identifiant.siret = "00000900000001"'
finds organisme-siren 'warning organisme {"siret":"00000900000001","uai":"0290900W"} CFA EXEMPLE'
org '., (.identifiant.uai = null), (.identifiant.uai = "0291777Z" | .statut.referentiel = "supprimé")'
finds organisme-siret-twice 'warning organisme {"siret":"90000000100017"} none,0290900W'
org '.unite_legale.raison_sociale = "[ND]"'
finds organisme-nameless 'info organisme {"siret":"90000000100017","uai":"0290900W"} [ND]'
org '.etablissement.creation = "1900-01-01T00:09:21.000+00:09"'
finds organisme-creation-unknown 'info organisme {"siret":"90000000100017","uai":"0290900W"} CFA EXEMPLE'
org '., (.identifiant.siret = "82000000300013" | .etablissement.creation = "1970-01-02T00:00:00.000+01:00"),
    (.identifiant.uai = null | .etablissement.creation = "1970-01-20T15:25:19.200+01:00")'
finds organisme-creation-1970 'warning organisme {"siret":"90000000100017","uai":null} 1970-01-20T15:25:19.200+01:00'

com() { change communes commune "$1"; }
com '.mission_locale = null'
finds commune-without-mission-locale 'warning commune {"code_insee":"29019"} Brest'
com '.code.postaux = []'
finds commune-without-postal 'warning commune {"code_insee":"29019"} Brest'
com '.arrondissements = [{code: "29191"}, {code: "29192"}]'
finds commune-arrondissements 'info commune {"code_insee":"29019"} Brest: 2 arrondissements'
com '.departement.codeInsee = "978"'
finds commune-academie 'info commune {"code_insee":"29019"} Brest: Rennes'
com '.anciennes = [{codeInsee: "29191"}]'
ml() { change mission_locale insee_to_ml "$1"; }
ml '., (.code_insee = "29191" | .ml.id = 29232)'
finds commune-several-missions 'warning commune {"code_insee":"29019"} 29231 of 29231,29232'
ml '., (.code_insee = "29191")'
finds mission-locale-commune-unknown 'warning insee_to_ml {"code_insee":"29191"} mission locale 29231'
ml '.ml.localisation.geopoint = null'
finds mission-locale-without-geopoint 'warning insee_to_ml {"ml":29231} 29-ML BREST'
ml '.ml.siret = ""'
finds mission-locale-without-siret 'info insee_to_ml {"ml":29231} 29-ML BREST'
ml '.ml.contact.telephone = null'
finds mission-locale-without-contact 'info insee_to_ml {"ml":29231} 29-ML BREST'
ml '.ml.code = "21231"'
finds mission-locale-corrected 'info insee_to_ml {"ml":29231} 29-ML BREST'
ml '.ml.localisation.adresse = "6 rue "'
finds mission-locale-adresse-blank 'info insee_to_ml {"ml":29231} 6 rue '

cat_() { change catalogue catalogue "$1"; }
K='{"cle_ministere_educatif":"K1"}'
cat_ '., .'
finds catalogue-cle-twice "warning catalogue $K records: 2"
cat_ '.etablissement_gestionnaire_siret = "9100000020002"'
finds catalogue-siret-malformed 'warning catalogue {"cle_ministere_educatif":"K1","role":"gestionnaire"} 9100000020002'
cat_ '.published = false'
finds catalogue-unpublished "info catalogue $K published false"
cat_ '., (.cle_ministere_educatif = "K2")'
finds catalogue-without-formation 'warning catalogue {"cle_ministere_educatif":"K2"} no formation'
f() { change formation formation "$1"; }
f '.statut.catalogue = "archivé"'
finds catalogue-without-formation "warning catalogue $K its formation is archivé"
f '., (.statut.catalogue = "archivé" | .identifiant.cle_ministere_educatif = "K2")'
finds formation-archived 'info formation {} 1 of 2'
f '.certification.connue = false'
finds formation-certification-unknown "warning formation $K CFD 40022105, fiche RNCP37871"
f '.certification.valeur.periode_validite.fin = "2026-11-19T23:59:59.000+01:00"'
finds formation-certification-expired "warning formation $K on 2026-11-19"
f '.certification.valeur.identifiant.rncp = "RNCP1"'
finds formation-certification-gone "error formation $K CFD 40022105, fiche RNCP1"
f '.sessions = []'
finds formation-without-session "warning formation $K no session"
f '.sessions += [{debut: "2025-09-01T02:00:00.000+02:00", fin: "2024-09-01T02:00:00.000+02:00"}]'
finds formation-session-inverted 'warning formation {"cle_ministere_educatif":"K1","session":1} from 2025-09-01 to 2024-09-01'
f '.formateur.connu = false'
finds formation-formateur-unknown "warning formation $K 90000000100017"
f '.responsable = {organisme: null, connu: false}'
finds formation-responsable-unknown "warning formation $K no organisme"
role='{"cle_ministere_educatif":"K1","role":"responsable"}'
f '.responsable.organisme.statut.referentiel = "supprimé"'
finds formation-organisme-supprime "warning formation $role 90000000100017 0290900W"
f '.responsable.organisme.etablissement.ouvert = false'
finds formation-organisme-closed "warning formation $role 90000000100017"
cat_ '.etablissement_gestionnaire_uai = null'
finds formation-organisme-by-siret "warning formation $role 90000000100017: 0290900W, in the catalogue none"
f '.responsable.organisme.identifiant.uai = null'
finds formation-organisme-gone "error formation $role 90000000100017 without UAI"
f '.lieu.adresse.commune.code_insee = "29020"'
finds formation-commune-gone "error formation $K 29020"
f '.lieu.geolocalisation.coordinates = [0, 0]'
finds formation-lieu-zero "warning formation $K [0,0]"

acce() { change acce acce_uai "$1"; }
acce '., .'
finds acce-duplicate 'warning acce_uai {"numero_uai":"0290900W"} rows: 2'
acce '., (.numero_uai = "0290900A")'
finds acce-uai-malformed 'warning acce_uai {"numero_uai":"0290900A"} wrong form or key'
acce '.date_ouverture = "null"'
finds acce-ouverture-text 'info acce_uai {"numero_uai":"0290900W"} null'
acce '., (.etat_etablissement_libe = "Fermé")'
finds acce-label-differs 'warning acce_uai {"column":"etat_etablissement","code":"1"} Fermé,Ouvert'
acce '.numero_uai = "0291777Z"'
finds organisme-uai-unknown 'warning organisme {"siret":"90000000100017","uai":"0290900W"} CFA EXEMPLE'
acce '.etat_etablissement_libe = "Fermé" | .date_fermeture = "31/08/2020"'
finds organisme-uai-closed 'warning organisme {"siret":"90000000100017","uai":"0290900W"} closed on 31/08/2020'

kali() { change kali_ccn kali_ccn "$1"; }
kali '.idcc = 0'
finds kali-idcc-zero 'warning kali_ccn {"id":"KALICONT1"} Boulangerie'
kali '.fin = "1970-03-18T23:00:00.000Z"'
finds kali-periode-inverted 'warning kali_ccn {"id":"KALICONT1","idcc":843} from 1976-03-19 to 1970-03-19'
kali '.fin = "2026-11-18T23:00:00.000Z"'
finds kali-vigueur-ended 'warning kali_ccn {"id":"KALICONT1","idcc":843} VIGUEUR_ETEN, ended on 2026-11-19'
kali '., (.idcc = 844)'
finds kali-dares-unknown 'info kali_ccn {"id":"KALICONT1","idcc":844} Boulangerie'
dares() { change dares_ccn dares_ccn "$1"; }
dares '., {idcc: 0, titre: "Note"}'
finds dares-ccn-zero 'info dares_ccn {"row":2} Note'
dares '., .'
finds dares-ccn-duplicate 'warning dares_ccn {"idcc":843} rows: 2'
dares '., (.idcc = 844)'
finds dares-ccn-kali-unknown 'warning dares_ccn {"idcc":844} Boulangerie'
change dares_ape_idcc dares_ape_idcc '., (.convention_collective.idcc = 9999)'
finds dares-ape-unknown 'warning dares_ape_idcc {"idcc":9999} APE 0112Z,1071C'

npec() {
	change npec npec_normalized \
	    "if .filename == \"b.xlsx\" then $1 else . end"
}
npec '., (.rncp = "RNCP2"), (.rncp = "RNCP2" | .cpne_code = "8")'
finds npec-rncp-unknown 'warning npec_normalized {"filename":"b.xlsx","rncp":"RNCP2"} CPNE: 2'
npec '., (.cpne_code = "8" | .idcc = [])'
finds npec-cpne-without-idcc 'warning npec_normalized {"filename":"b.xlsx","cpne_code":"8"} fiches: 1'
npec '.npec = [0]'
finds npec-zero 'warning npec_normalized {"filename":"b.xlsx","rncp":"RNCP37871","cpne_code":"7"} [0]'
npec '.npec += [8000.5]'
finds npec-several 'info npec_normalized {"filename":"b.xlsx","rncp":"RNCP37871","cpne_code":"7"} [7250,8000.5]'
npec '.rncp = "RNCP2"'
finds rncp-without-npec 'info certifications {"rncp":"RNCP37871"} until 2027-12-31'

# Missing databases.
rm "$db/adresse.db"
changed=adresse
finds database-missing 'info null {"database":"adresse"} its checks were skipped'
rm "$db/adresse.db" "$db/entreprise.db"
run check-data -d "$db"
clean 'missing databases are no failure'
same 'they are told, each once, in the order of the checks' <<'W'
{"check":"database-missing","severity":"info","table":null,"key":{"database":"entreprise"},"detail":"its checks were skipped"}
{"check":"database-missing","severity":"info","table":null,"key":{"database":"adresse"},"detail":"its checks were skipped"}
W
run check-data -d "$db" -c organisme-closed,organisme-frozen
refuses 1 'db/entreprise.db: no such database' 'unless a check is named'
run check-data -d "$db" -c organisme-closed -c organisme-siren
clean 'which does not need them'
mkdir "$T/none"
run check-data -s -d "$T/none"
is "$rc/$(tail -n 1 "$T/out")" '0/3 checks; errors 0, warnings 0, infos 17' 'no database at all'
cp "$base"/*.db "$db"

# The build before: a directory, or the ledger.
before=$T/before
cp -r "$base" "$before"
rows() { jq -nc "range($1) | {cfd: (. | tostring), rncp: \"RNCP1\"}"; }
rows 100 | load-table "$before/kit_apprentissage.db" kit_apprentissage
shrinks() {
	rows "$1" | put kit_apprentissage kit_apprentissage
	run check-data --max-errors 9 -d "$db" -p "$before" -c rows-drop,rows-collapse
	is "$rc/$(jq -r '"\(.check) \(.severity) \(.table) \(.key | tojson) \(.detail)"' "$T/out")" \
	    "0/$2" "100 rows become $1"
}
shrinks 120 ''
shrinks 95 ''
shrinks 94 'rows-drop warning kit_apprentissage {"database":"kit_apprentissage"} 94 rows, 100 before: 6.0 % less'
shrinks 80 'rows-drop warning kit_apprentissage {"database":"kit_apprentissage"} 80 rows, 100 before: 20.0 % less'
shrinks 79 'rows-collapse error kit_apprentissage {"database":"kit_apprentissage"} 79 rows, 100 before: 21.0 % less'
shrinks 0 'rows-collapse error kit_apprentissage {"database":"kit_apprentissage"} 0 rows, 100 before: 100.0 % less'
rm "$db/kit_apprentissage.db" "$before/kit_apprentissage.db"
run check-data -d "$db" -p "$before" -c rows-drop,rows-collapse
clean 'missing before and now'
cp "$base/kit_apprentissage.db" "$before"
run check-data -d "$db" -p "$before" -c rows-drop,rows-collapse
is "$rc/$(jq -r .detail "$T/out")" '1/0 rows, 1 before: 100.0 % less' 'a database that is gone'
cp "$base/kit_apprentissage.db" "$db"
f '.statut.catalogue = "archivé"'
run check-data -d "$db" -p "$before" -c rows-drop,rows-collapse
is "$rc/$(jq -c .key "$T/out")" '1/{"database":"formation","statut":"publié"}' \
    'formations are never lost: those published count'
cp "$base/formation.db" "$db"
build() {
	mkdir -p "$T/data/db" "$T/data/state"
	id=$(ledger begin -d "$T/data" kit_apprentissage)
	rows "$1" | load-table "$T/data/db/kit_apprentissage.db" kit_apprentissage
	ledger done -q -d "$T/data" "$id" </dev/null
}
build 100
run check-data -d "$T/data/db" -c rows-drop,rows-collapse
clean 'a first build'
build 90
run check-data -d "$T/data/db" -c rows-drop,rows-collapse
clean 'a second one'
same 'is compared by the ledger' <<'W'
{"check":"rows-drop","severity":"warning","table":"kit_apprentissage","key":{"database":"kit_apprentissage"},"detail":"90 rows, 100 before: 10.0 % less"}
W
build 90
run check-data -d "$T/data/db" -c rows-drop
is "$rc/$(wc -l <"$T/out")" 0/1 'a run that changed nothing hides nothing'
printf 'rows-collapse\nrows-drop\n' >>"$T/seen"

is "$(sort -u "$T/seen")" "$(cut -d ' ' -f 1 "$T/list" | sort)" 'every check was tried'
if [ -e "$root/man/man1/check-data.1" ]; then
	awk '/^\.It Cm/ { name = $3; severity = $5; what = ""; next }
	    name && /^\.(It|El|Ss)/ { name = "" }
	    name { what = what " " $0 }
	    name { line[name] = name " " severity what; if (!(name in n)) order[n[name] = ++k] = name }
	    END { for (i = 1; i <= k; i++) print line[order[i]] }' "$root/man/man1/check-data.1" >"$T/page"
	is "$(diff <(tr -s ' ' <"$T/list") "$T/page")" '' 'the page has the checks of -l, in order'
fi
column=$(sed -n '/check-data/,/^$/s/.*| *\([^|]*\)|$/\1/p' "$root/DEVIATIONS.md" |
    grep -o '`[a-z0-9-]*`' | grep -v check-data | tr -d '`' | sort -u)
is "$(comm -23 <(echo "$column") <(sort -u "$T/seen"))" '' \
    'DEVIATIONS.md names no other check'
ok $(($(wc -w <<<"$column") < 20)) 'and many of them'

# Thresholds and the summary, on a set with an error, two warnings and an info.
org '.etablissement.ouvert = false | .unite_legale.raison_sociale = "[ND]"'
f '.lieu.adresse.commune.code_insee = "29020" | .lieu.geolocalisation.coordinates = [0, 0]'
cat >"$T/findings" <<'W'
{"check":"organisme-closed","severity":"warning","table":"organisme","key":{"siret":"90000000100017","uai":"0290900W"},"detail":"établissement closed"}
{"check":"organisme-nameless","severity":"info","table":"organisme","key":{"siret":"90000000100017","uai":"0290900W"},"detail":"[ND]"}
{"check":"formation-commune-gone","severity":"error","table":"formation","key":{"cle_ministere_educatif":"K1"},"detail":"29020"}
{"check":"formation-lieu-zero","severity":"warning","table":"formation","key":{"cle_ministere_educatif":"K1"},"detail":"[0,0]"}
W
run check-data -d "$db"
refuses 1 '^check-data: errors: 1, allowed: 0$' 'no error is allowed'
same 'all the findings are printed' <"$T/findings"
run check-data -d "$db" --max-errors 1
clean 'an error is, if one says so'
run check-data -d "$db" --max-errors 1 --max-warnings 2
clean 'as many warnings as allowed'
run check-data -d "$db" --max-errors 1 --max-warnings 1
refuses 1 '^check-data: warnings: 2, allowed: 1$' 'one warning too many'
run check-data -d "$db" --max-errors 1 -s
clean 'the summary'
sed -i 's/^[0-9]* checks/N checks/' "$T/out"
same 'a line for each check that found something' <<'W'
organisme-closed                 warning          1  présent, but its établissement or unité légale is closed
organisme-nameless               info             1  an organisme whose raison sociale is unknown: [ND]
formation-commune-gone           error            1  publiée in a commune that is missing from communes.db
formation-lieu-zero              warning          1  at 0, 0, off Africa: coordinates that were empty
N checks; errors 1, warnings 2, infos 1
W
run check-data -d "$db" --max-errors 1 -s -o "$T/file"
is "$rc/$(wc -l <"$T/out")/$(cmp "$T/file" "$T/findings")" 0/5/ 'both, the findings into a file'
run check-data -v -d "$db" --max-errors 1
is "$rc/$(grep -vc memory "$T/err")" 0/5 '-v: the summary on standard error'
run check-data -d "$db" -o "$T/file"
is "$rc/$(wc -l <"$T/file")" 1/4 'the file is written though there are too many'

for o in -h -V; do run check-data $o; clean "$o"; done
run check-data
is "$rc" 2 'no directory'
run check-data -d "$db" -c nothing
is "$rc/$(head -n 1 "$T/err")" "2/check-data: unknown check 'nothing' (-l lists the checks)" 'an unknown check'
run check-data -d "$db" -c organisme-closed,
is "$rc" 2 'an empty name'
run check-data -d "$db" --max-warnings many
is "$rc" 2 'no number'
run check-data -d "$db" x
is "$rc" 2 'an operand'
run check-data -z
is "$rc" 2 'an unknown option'
run check-data -d "$T/nowhere"
refuses 1 '^check-data: --databases .*nowhere: No such file' 'no such directory'
run check-data -d "$T" -p "$T/nowhere"
refuses 1 '^check-data: --previous .*nowhere: No such file' 'no earlier build'
run check-data -d "$T" -p "$T/err"
refuses 1 '^check-data: --previous .*err: not a directory' 'a file as the earlier build'
run check-data -d "$db" -p "$T/list"
refuses 1 'list: not a directory' 'a previous build that is a file'
echo '<html>' >"$db/adresse.db"
run check-data -d "$db" -c adresse-unknown
refuses 1 'adresse.db: not an SQLite database' 'not a database'
cp "$base/bcn.db" "$db/adresse.db"
run check-data -d "$db" -c adresse-unknown
refuses 1 'no such table: adresse.adresse' 'another database'
rm "$db/adresse.db"
check-data -d "$db" --max-errors 1 >/dev/full 2>"$T/err"
rc=$?
refuses 1 'No space' 'a full disk'

# The sample, where what others count must be found again.
make=(make -rf "$root/pipelines/formation.mk" "BIN=$bin" "DATADIR=$T/sample")
run "${make[@]}" -s formation indicateurs check-data
is "$rc/$(tail -n 1 "$T/out" | grep -o 'errors [0-9]*')" '0/errors 0' \
    'make check-data: the sample has oddities but no error'
db=$T/sample/db
counts() { check-data -d "$db" -c "$1" | wc -l; }
run cat-table "$db/indicateurs.db"
same 'codes of the kit, as agg-indicateurs counts them' <<W
{"date":"2026-11-20T00:00:00.000Z","missingRncp":$(counts kit-rncp-unknown),"missingCfd":$(counts kit-cfd-unknown)}
W
is "$(counts bcn-continuite-one-sided)" "$(sqlite3 "$T/sample/state/ledger.db" \
    "SELECT sum(j.value) FROM import_meta m, json_each(m.statistics,
    '$.INDICATEUR_CONTINUITE') j WHERE m.type = 'bcn'")" 'pairs of diplomas, as import-bcn'
run "${make[@]}" check-data "PREVIOUS=$db"
is "$rc/$(grep -c ^rows- "$T/out")" 0/0 'make check-data with the build before'

# What the specifications say of the real files.
if [ -d "$shared/real/raw/bcn" ] && [ -d "$shared/real/raw/kit_apprentissage" ]; then
	mkdir -p "$T/real/raw"
	cp -r "$shared/real/raw/bcn" "$shared/real/raw/kit_apprentissage" "$T/real/raw"
	"${make[@]}" -s UPSTREAM=none "DATADIR=$T/real" bcn kit_apprentissage
	db=$T/real/db
	is "$(counts kit-cfd-unknown)" 314 'codes of the kit that BCN does not hold'
	is "$(check-data -d "$db" -c kit-rncp-malformed |
	    jq -r '"\(.key.rncp) \(.detail | sub(",.*"; ""))"')" "NR pairs: 402
RNCP12803? pairs: 1
RNCP187485 pairs: 1
RNCP30387? pairs: 1" 'the 404 pairs whose fiche is no code, and one of six digits'
	is "$(counts kit-cfd-malformed)" 0 'every CFD is a code'
	is "$(counts bcn-control-char)" 16 'texts with a control character'
	is "$(counts bcn-continuite-one-sided)" 188 'successions declared once'
	is "$(counts bcn-duplicate)/$(counts bcn-n-and-51)" 0/0 'no diploma twice'
else
	skip 'no real files'
fi
done_testing
