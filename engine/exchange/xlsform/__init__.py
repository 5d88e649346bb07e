"""Services as spreadsheets in the columns of XLSForm (https://xlsform.org/en/), and spreadsheets as services."""
