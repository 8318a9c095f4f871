#!/bin/bash
# prompt-fiche and merge-fiche: what is asked of Claude, and what is taken.
. "$(dirname "$0")/lib.sh"
cd "$T" || exit 1

row='{"code_rome":"A1101","nom_masculin":"Luthier","nom_feminin":"Luthière","version":3,"statut":"publiee"}'
# answer TEXT [STOP]: a line that holds Claude's answer.
answer() {
	jq -cn --argjson r "$row" --arg t "$1" --arg s "${2-end_turn}" \
	    '{fiche: $r, answer: {text: $t, stop_reason: $s}}'
}
# content JSON: a line that holds a content.
content() { echo "{\"fiche\":$row,\"content\":$1}"; }
merge() { run merge-fiche "$@" <in; }

# The JSON of a text. Each line: text|stop|wanted description or message.
while IFS='|' read -r text stop want; do
	answer "$text" "$stop" >in
	merge
	is "$(jq -c '[.description, .competences]' out)$(sed 's/.* : //' err)" \
	    "$want" "text: $text"
done <<'END'
Voici : {"description": "a"} fin|end_turn|["a",[]]
```json {"competences": ["a", "b",], "description": "x",} ```|end_turn|["x",["a","b"]]
{"description": "a"} puis {"description": "b"}|end_turn|JSON invalide
{"description": "liste, ]"}|end_turn|["liste, ]",[]]
{"description": "x, ]", }|end_turn|["x]",[]]
{"description": "un", "description": "deux"}|end_turn|["deux",[]]
pas de json|end_turn|pas de JSON
} à l'envers {|end_turn|pas de JSON
[1, 2]|end_turn|pas de JSON
{}|end_turn|JSON invalide
{"description": NaN}|end_turn|JSON invalide
{"description": "abc", "competences": ["un", "de|max_tokens|["abc",["un"]]
{"description": "abc", "savoirs": ["un", "de|end_turn|pas de JSON
{"description": "a", "niveau_formation": tru|max_tokens|["a",[]]
{"description": "a", "preferences_interets": {"b": 2, "c": fal|max_tokens|["a",[]]
{"description": "abc", "aptitudes": [{"nom": "x", "niveau": 3|max_tokens|JSON invalide
{"description": "phrase coup|max_tokens|JSON invalide
END
answer 'rien' >in
merge
is "$rc/$(cat err)" '1/merge-fiche: stdin:1: A1101: Impossible de générer le contenu pour A1101 : pas de JSON' \
    'the whole message'

# Forms of values. Each line: content|column|wanted value.
while IFS='|' read -r json column want; do
	content "$json" >in
	merge
	is "$(jq -c "$column | walk(if type == \"number\" then . + 0 else . end)" \
	    out)$(cat err)" "$want" "content: $json"
done <<'END'
{"competences":["a",{"nom":""},{"name":"b"},3,null,true,["é"]]}|.competences|["a","b","3","true","[\"é\"]"]
{"competences":"[\"lu\"]"}|.competences|["lu"]
{"competences":"seul"}|.competences|["seul"]
{"competences":{"a":1}}|.competences|[]
{"aptitudes":["oser",{"nom":"x"},null]}|.aptitudes|[{"nom":"oser","niveau":3},{"nom":"x"}]
{"aptitudes":"oser"}|.aptitudes|[]
{"sites_utiles":["s"]}|.sites_utiles|[{"nom":"s","url":""}]
{"profil_riasec":{"a":1,"b":"0.5"}}|.profil_riasec|{"a":1,"b":0.5}
{"types_contrats":{"cdi":"+40","cdd":60.0}}|.types_contrats|{"cdi":40,"cdd":60}
{"perspectives":{"tension":1.7,"tendance":"forte hausse"}}|[.perspectives[]]|[1,"stable",null,null,null]
{"perspectives":{"tension":null,"nombre_offres":4}}|[.perspectives.tension,.perspectives.nombre_offres]|[0.5,null]
{"mobilite":{"metiers_proches":[{"nom":"v"},"w",3,{"x":1},null]}}|.metiers_proches|["v","w","3"]
{"mobilite":{}}|.metiers_proches|[]
{"salaires":{"senior":{"min":"1"}}}|.salaires.senior|{"min":1,"max":null,"median":null}
{"version":9,"statut":"valide","code_rome":"Z0000"}|[.version,.statut,.code_rome,.auteur]|[3,"publiee","A1101","AgentRedacteurFiche"]
END
content '{"perspectives":{"tension":1}}' >in
merge
is "$(jq -c '.perspectives | keys_unsorted' out)" \
    '["tension","tendance","evolution_5ans","nombre_offres","taux_insertion"]' \
    'every member of perspectives'
run merge-fiche --compat < <(content '{}')
is "$(jq -r .statut out)" enrichi '--compat'
is "$(jq -c '[length, .description, .rome_update_pending, .tags]' out)" '[44,"",0,null]' \
    'all columns; an absent description is empty'

# What does not fit. Each line: content|field.
while IFS='|' read -r json field; do
	content "$json" >in
	merge
	is "$rc/$(cat out err)" "1/merge-fiche: stdin:1: A1101: Contenu invalide pour A1101 : $field" \
	    "refused: $json"
done <<'END'
{"description":3}|description
{"description":3,"salaires":[1]}|salaires
{"niveau_formation":["Bac"]}|niveau_formation
{"salaires":{"junior":{"min":"30 k€"}}}|salaires
{"salaires":{"junior":{"min":30000.5}}}|salaires
{"salaires":{"junior":null}}|salaires
{"mobilite":"texte"}|mobilite
{"mobilite":{"metiers_proches":"x"}}|mobilite
{"perspectives":{"tension":"fort"}}|perspectives
{"perspectives":{"evolution_5ans":5}}|perspectives
{"sites_utiles":[{"nom":"x","url":null}]}|sites_utiles
{"profil_riasec":{"a":true}}|profil_riasec
{"domaine_professionnel":{"domaine":null}}|domaine_professionnel
{"types_contrats":{"cdi":60.5}}|types_contrats
END
{ content '{"description":3}'; content '{"description":"bon"}'; } >in
merge
is "$rc/$(jq -r .description out)" 1/bon 'the other lines go on'

# Lines that are none.
while IFS='|' read -r line want; do
	echo "$line" >in
	merge
	is "$rc/$(cat out err)" "1/merge-fiche: stdin:1: $want" "line: $line"
done <<'END'
{"fiche":3}|fiche: not an object
{"fiche":{}}|code_rome: missing
{"fiche":{"code_rome":"A1"},"content":3}|A1: content: not an object
{"fiche":{"code_rome":"A1"},"error":{"type":"overloaded_error"}}|A1: Impossible de générer le contenu pour A1 : overloaded_error
{"fiche":{"code_rome":"A1"}}|A1: Impossible de générer le contenu pour A1 : answer.text: missing
END
run merge-fiche </dev/null
is "$rc/$(cat out err)" 0/ 'no line'
run merge-fiche < <(printf '\xef\xbb\xbf{"fiche"')
refuses 1 'stdin' 'a line that was cut'

# Simulation.
echo "$row" >in
merge --simulate
is "$rc/$(jq -c '[.autres_appellations, .description_courte, .statut, .version]' out)" \
    '0/[["Luthier junior","Luthier senior"],"Fiche simulée du métier de luthier.","publiee",3]' \
    '--simulate, a bare row'
echo "{\"fiche\":${row/Luthier/Œuvrier \\\"É\\\"}}" >in
merge --simulate
is "$(jq -r .description_courte out)" 'Fiche simulée du métier de œuvrier "é".' \
    'lower case, and quotes'
mkdir texts
echo '{"description":"{nom}"' >texts/simulation.json
merge --simulate --prompts texts
refuses 1 'simulation.json: ' 'a broken simulation.json'
merge --simulate --prompts nowhere
refuses 1 'nowhere/simulation.json: No such file' 'no simulation.json'

# Prompts.
prompt() { run prompt-fiche "$@" <in; }
text() { jq -r '.request.messages[0].content' out; }
has() { # has WORDS NAME: the prompt holds the words
	ok "$(text | grep -qF -- "$1"; echo $?)" "$2"
}
lacks() { ok "$(text | grep -qF -- "$1" && echo 1 || echo 0)" "$2"; }
echo "$row" >in
prompt
is "$rc/$(jq -c '[.fiche.version, .request.model, .request.max_tokens, .request.stream, .request.messages[0].role]' out)" \
    '0/[3,"claude-sonnet-4-20250514",32768,true,"user"]' 'a request'
has 'Métier : Luthier' 'the name'
has 'Code ROME : A1101' 'the code'
has 'Luthière' 'the name in the feminine'
lacks 'Secteur' 'no sector is known'
lacks 'Amélioration :' 'no description to improve'
lacks '{nom' 'no placeholder is left'
for key in description description_courte missions_principales competences \
    competences_transversales savoirs formations certifications acces_metier \
    autres_appellations conditions_travail environnements secteurs_activite \
    traits_personnalite aptitudes profil_riasec competences_dimensions \
    domaine_professionnel preferences_interets sites_utiles \
    conditions_travail_detaillees statuts_professionnels niveau_formation \
    types_contrats salaires perspectives mobilite; do
	has "\"$key\"" "it asks for $key"
done
jq -c '.nom_feminin = .nom_masculin | .secteurs_activite = [{nom: "Arts"}, "Bois"] |
    .description = ("Une longue description. " * 6)' <<<"$row" >in
CLAUDE_MODEL=m-env prompt --instructions 'Sois bref' --no-stream
is "$(jq -c '[.request.model, (.request | has("stream"))]' out)" '["m-env",false]' \
    'CLAUDE_MODEL, --no-stream'
has 'Arts' 'the first sector'
lacks 'Bois' 'and no other'
has 'Une longue description.' 'the description'
has 'Amélioration :' 'it is to be improved'
has 'Sois bref' 'instructions'
lacks 'Au féminin' 'one name'
jq -c '.description = "Fiche métier ROME A1101 - Luthier"' <<<"$row" >in
prompt --model m
is "$(jq -r .request.model out)" m '--model'
lacks 'Fiche métier ROME' 'a description that says nothing'
prompt --missing sites_utiles,mobilite
is "$(jq .request.max_tokens out)" 8192 '--missing'
has '"sites_utiles"' 'what is missing'
lacks '"aptitudes"' 'and nothing else'
prompt --missing nom
is "$rc/$(sed q err)" "2/prompt-fiche: --missing: unknown field 'nom'" 'an unknown field'
echo '{"nom":"x"}' >in
prompt
refuses 1 'stdin.*code_rome: missing' 'a line that is no fiche'
echo 'Métier {nom_masculin}, {inconnu}.' >texts/fiche.txt
echo "$row" >in
prompt --prompts texts
is "$(text)" '' 'a line of which something is not known is left out'
done_testing
