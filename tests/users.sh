# Sourced behind lib.sh: accounts for the tests of users.db.

# user EMAIL [KEYS [UPDATED_AT]]: an account, as import-users reads it.
user() {
	jq -nc --arg email "$1" --argjson keys "${2:-[]}" \
	    --arg updated "${3:-2026-02-01T00:00:00.000Z}" '{_id: ("u-" +
	    ($email | gsub("@.*"; "") | gsub("[^a-zA-Z0-9]"; "-"))), organisation: null, email: $email,
	    type: "autre", activite: null, cas_usage: null, objectif: null,
	    cgu_accepted_at: "2023-01-01T00:00:00.000Z", is_admin: false,
	    api_keys: $keys, updated_at: $updated,
	    created_at: "2023-01-01T00:00:00.000Z"}'
}

# key NAME EXPIRES_AT [MARK]: one of its keys.
key() {
	jq -nc --arg name "$1" --arg expires "$2" --argjson mark "${3:-null}" \
	    '{_id: ("k-" + $name), name: $name, key: ("secret of " + $name),
	    last_used_at: null, expires_at: $expires,
	    created_at: "2025-01-01T00:00:00.000Z",
	    expiration_warning_sent: $mark}'
}

# keys: the array of those on standard input.
keys() {
	jq -sc .
}
