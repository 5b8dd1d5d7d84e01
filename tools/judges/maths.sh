# shellcheck shell=sh
# npm speech-rule-engine: speaks MathML by the rules of ClearSpeak; what MathJax speaks with
npm_install speech-rule-engine@4.1.5
