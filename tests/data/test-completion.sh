#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# test-completion.sh COMPLETION BACKPROP-CLI: what Bash offers at the end of some command lines.
set -u -o pipefail
completion=$1
program=$2
status=0

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
export XDG_DATA_HOME=$folder

# shellcheck source=/dev/null
. "$completion"

# offers LINE: prints what is offered for the last word, in one line. Words are separated as Bash
# does it: blanks and "=" end a word, and "=" is a word.
offers ()
{
  local line=${1//=/ = }

  read -r -a COMP_WORDS <<< "$line"
  COMP_WORDS[0]=$program
  if [ "$1" != "${1% }" ]; then
    COMP_WORDS+=('')
  fi
  COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
  COMPREPLY=()
  _backprop_cli
  echo "${COMPREPLY[*]-}"
}

# expect LINE OFFER: exactly this is offered.
expect ()
{
  local offered

  offered=$(offers "$1")
  if [ "$offered" != "$2" ]; then
    printf '%s\n  offers   %s\n  expected %s\n' "$1" "$offered" "$2"
    status=1
  fi
}

# Every command that --help lists is offered, and nothing else.
commands=$(LC_ALL=C.UTF-8 LANGUAGE=en "$program" --help | sed -nE '/^Commands:/,/^$/s/^  ([a-z-]+) .*/\1/p' | paste -s -d ' ')
expect 'backprop-cli ' "$commands"
expect 'backprop-cli ev' 'evaluate'
expect 'backprop-cli data ' 'download info'
expect 'backprop-cli runs e' 'export'
expect 'backprop-cli train --pres' '--preset='
expect 'backprop-cli train --preset be' 'best'
expect 'backprop-cli train --preset=s' 'standard'
expect 'backprop-cli train --preset=' 'classroom quick standard best'
expect 'backprop-cli train --optimizer ' 'sgd nesterov adam'
expect 'backprop-cli train --precision ' 'float32 bf16'
expect 'backprop-cli train -l 128 --sched' '--schedule='
expect 'backprop-cli evaluate --split ' 'all train held-out test'
expect 'backprop-cli runs export --chart ' 'loss accuracy'
expect 'backprop-cli data download --fo' '--folder='
# Files: Bash completes them where nothing is offered.
expect 'backprop-cli train --save ' ''
expect 'backprop-cli classify ' ''
expect 'backprop-cli nothing --' ''

# A stored run is offered by its id.
mkdir -p "$folder/backprop/runs"
"$program" train --data builtin --limit 100 --layers 4 --epochs 1 --run "$folder/backprop/runs/first" > /dev/null
expect 'backprop-cli runs show ' 'first'

exit "$status"
