"""What all subcommands share: options, output, prompts."""
