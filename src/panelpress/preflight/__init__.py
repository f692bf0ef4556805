"""Judgement: checks over frozen facts. Knows no PDF library and no layout engine, so it judges any PDF, ours or not."""
