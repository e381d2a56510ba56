# SPDX-License-Identifier: Apache-2.0
# Completion for fish. Commands and options come from the programs' own --help, so that they are never out of date.

function __fivestar_candidates
    set -l words (commandline --tokenize --cut-at-cursor --current-process)
    set -l program $words[1]
    set -l command
    set -l help ($program --help 2>/dev/null)
    for word in $words[2..-1]
        if string match --quiet --regex -- "^  "(string escape --style=regex -- $word)" +[A-Za-z]" $help
            set command $word
        end
    end
    if set --query command[1]
        set help ($program $command --help 2>/dev/null)
    end

    switch $words[-1]
        case --socket --portrait --evidence --textfile --config --device
            __fish_complete_path (commandline --current-token)
            return
        case --data --out --trust --lds-trust --crl --master-list-signers --evidence-keys
            __fish_complete_directories (commandline --current-token)
            return
        case --persona
            $program --personas 2>/dev/null | string match --regex '^[^ ]+'
            return
        case --reader
            $program readers 2>/dev/null | string match --regex '^[^ ]+'
            return
    end

    # Names begin in column 3, descriptions in column 31.
    set -l section
    for line in $help
        if string match --quiet --regex '^[A-Z].*:$' -- $line
            set section $line
        else if test "$section" = Options:
            set -l option (string match --regex '^ +(?:-[a-zA-Z],)?(--[a-z0-9-]+)' -- $line)
            and printf '%s\t%s\n' $option[2] (string sub --start 31 -- $line)
        else if test "$section" = Subcommands:
            set -l name (string match --regex '^  ([a-z-]+)' -- $line)
            and printf '%s\t%s\n' $name[2] (string sub --start 31 -- $line)
        end
    end
    if test "$command" = verify
        __fish_complete_path (commandline --current-token)
    end
end

complete --command fivestarctl --no-files --arguments '(__fivestar_candidates)'
complete --command fivestar-sim --no-files --arguments '(__fivestar_candidates)'
