"""An archive served to assistants by the Model Context Protocol: read with quotes and ids, corrected by judgement."""
