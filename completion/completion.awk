# completion.awk: makes the table of a completion from what the tools print
# under -h, one after another: awk -v shell=bash|zsh -f completion.awk. The
# table goes with functions.bash or functions.zsh, which say what it means.

# An option's line has 26 columns for its names and argument, unless they are
# longer; then the argument is told apart by its capitals.
/^  +-/ {
	fits = substr($0, 29, 1) == " "
	text = fits ? substr($0, 1, 28) : $0
	gsub(/^ +| +$/, "", text)
	short[n] = long[n] = argument[n] = ""
	if (text ~ /^-[^-]/) {
		short[n] = substr(text, 1, 2)
		text = substr(text, 5)
	}
	long[n] = first(text)
	text = rest(text)
	if (fits)
		argument[n] = text
	else if (text ~ /^([A-Z]|[^ ]*[|])/)
		argument[n] = first(text)
	help[n] = fits ? substr($0, 30) : argument[n] != "" ? rest(text) : text
	if (argument[n] != "")
		takes[short[n]] = takes[long[n]] = 1
	n++
}
/^usage: / {
	finish()
	tool = $2
	tools = tools " " tool
	synopsis = $0
	sub(/^[^[]*\[options\] ?/, "", synopsis)
	n = 0
	split("", takes)
}
END {
	finish()
	if (shell == "zsh")
		print "esac\n_arguments -s -S $specs"
	else
		printf "\tesac\n}\n\ncomplete -F _alternance%s\n", tools
}
BEGIN {
	if (shell == "zsh")
		print "case $service in"
	else
		print "_alternance_of() {\n\tcase $1 in"
}

# first(TEXT): its first word; rest(TEXT): what follows.
function first(text) {
	sub(/ .*/, "", text)
	return text
}
function rest(text) {
	return text ~ / / ? substr(text, index(text, " ") + 1) : ""
}

# kind(NAME): what an argument or operand of this name is.
function kind(name) {
	if (name ~ /^[a-z0-9_]+([|][a-z0-9_]+)+$/ || name ~ /^[0-9]([|][0-9])+$/)
		return "words:" name
	if (name ~ /DIR$|^(EXPORTS|FOLDER)$/)
		return "dir"
	if (name == "TABLE")
		return "table"
	if (name == "DATABASE")
		return "database"
	if (name ~ /FILE|^(ARCHIVE|CHANGES|CRONTAB|FINDINGS|INPUT|LBA|NEW|OLD|OURS|QUESTIONS)$/)
		return "file"
	return "none"
}

# operands(): fills operand[1..] with the kinds of the operands, and repeats
# with 1 if the last of them may come again. Alternatives, "begin NAME | done
# ID", differ in their first word.
function operands(  part, count, i, j, at, word, words, name) {
	split("", operand)
	repeats = 0
	count = split(synopsis, part, / [|] /)
	for (i = 1; i <= count; i++) {
		gsub(/\[|\]|\(|\)/, " ", part[i])
		words = split(part[i], word, " ")
		for (j = at = 1; j <= words; j++) {
			if (word[j] in takes) {
				j++
				continue
			}
			if (word[j] ~ /^[-<|]/)
				continue
			name = word[j]
			if (sub(/[.][.][.]$/, "", name))
				repeats = 1
			name = kind(name)
			if (word[j] ~ /^[a-z_]+$/)
				name = "words:" word[j]
			if (operand[at] ~ /^words:/ && name ~ /^words:/)
				sub(/^words:/, operand[at] "|", name)
			operand[at++] = name
		}
	}
	for (i = 1; i in operand && operand[i] != "table"; i++)
		;
	if (i > 1 && operand[i - 1] == "file" && i in operand)
		operand[i - 1] = "database"
}

function finish() {
	if (tool == "")
		return
	operands()
	if (shell == "zsh")
		put_zsh()
	else
		put_bash()
}

function put_bash(  i, options, kinds, list) {
	for (i = 0; i < n; i++) {
		options = options " " short[i] " " long[i]
		if (argument[i] == "")
			continue
		if (short[i] != "")
			kinds = kinds " " short[i] "=" kind(argument[i])
		kinds = kinds " " long[i] "=" kind(argument[i])
	}
	for (i = 1; i in operand; i++)
		list = list " " operand[i]
	gsub(/ +/, " ", options)
	printf "\t%s)\n\t\toptions='%s'\n\t\ttakes='%s '\n\t\toperands='%s'\n\t\trepeats=%d\n\t\t;;\n",
	    tool, substr(options, 2), kinds, substr(list, 2), repeats
}

function action(name) {
	if (name ~ /^words:/) {
		sub(/^words:/, "", name)
		gsub(/[|]/, " ", name)
		return "(" name ")"
	}
	if (name == "none")
		return " "
	return "_alternance_" name
}

# quoted(TEXT): for the description of an option between single quotes.
function quoted(text) {
	gsub(/\\/, "\\\\", text)
	gsub(/\[|\]|:/, "\\\\&", text)
	gsub(/'/, "'\\''", text)
	return text
}

function put_zsh(  i, end) {
	printf "%s)\n\tspecs=(\n", tool
	for (i = 0; i < n; i++) {
		end = "[" quoted(help[i]) "]"
		if (argument[i] != "")
			end = end ":" quoted(argument[i]) ":" action(kind(argument[i]))
		if (short[i] == "")
			printf "\t'%s%s%s'\n", long[i], argument[i] != "" ? "=" : "", end
		else
			printf "\t'(%s %s)'{%s,%s}'%s'\n", short[i], long[i],
			    short[i] (argument[i] != "" ? "+" : ""),
			    long[i] (argument[i] != "" ? "=" : ""), end
	}
	for (i = 1; i in operand; i++)
		printf "\t'%s:%s:%s'\n",
		    repeats && !((i + 1) in operand) ? "*" : i ":",
		    "operand", action(operand[i])
	print "\t)\n\t;;"
}
